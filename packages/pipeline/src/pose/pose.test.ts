import { describe, expect, it } from 'vitest';
import { faceShape } from './face-shape.ts';
import { fitPose, poseOf } from './pose.ts';

/** Landmarks of a mean face that is turned by some angles, in degrees, seen from afar. */
function project(yaw: number, pitch: number, roll: number): ([number, number] | undefined)[] {
  const [a, b, c] = [yaw, pitch, roll].map((degrees) => (degrees * Math.PI) / 180);
  const points = faceShape.map(([x, y, z]): [number, number] => {
    const [py, pz] = [Math.cos(b) * y + Math.sin(b) * z, Math.cos(b) * z - Math.sin(b) * y];
    const px = Math.cos(a) * x - Math.sin(a) * pz;
    return [
      300 + 80 * (Math.cos(c) * px - Math.sin(c) * py),
      200 + 80 * (Math.sin(c) * px + Math.cos(c) * py),
    ];
  });
  return [...Array.from({ length: 17 }, () => undefined), ...points];
}

describe('a pose', () => {
  it.each([
    [0, 0, 0],
    [30, 0, 0],
    [-45, 0, 0],
    [0, 20, 0],
    [0, 0, 25],
    [0, 0, -90],
    [25, -15, 10],
    [-50, 10, -40],
  ])('finds yaw %d, pitch %d, roll %d', (yaw, pitch, roll) => {
    const pose = fitPose(project(yaw, pitch, roll));
    expect(pose?.yaw).toBeCloseTo(yaw, 6);
    expect(pose?.pitch).toBeCloseTo(pitch, 6);
    expect(pose?.roll).toBeCloseTo(roll, 6);
  });

  it('does without some of the points, and says nothing of too few', () => {
    const points = project(20, 5, 0);
    points[60] = points[64] = undefined;
    expect(fitPose(points)?.yaw).toBeCloseTo(20, 6);
    expect(fitPose(points.map((point, i) => (i < 62 ? undefined : point)))).toBeUndefined();
    expect(fitPose(points.map(() => [3, 4] as const))).toBeUndefined();
  });

  it('is that of a face’s landmarks, in any order that says enough', () => {
    // The jaw is not looked at.
    const ibug68 = project(-20, 10, 5).map((point) => point ?? ([0, 0] as const));
    expect(poseOf(ibug68)?.yaw).toBeCloseTo(-20, 6);
    expect(poseOf(ibug68, 'ibug68')?.pitch).toBeCloseTo(10, 6);
    expect(poseOf(ibug68.slice(0, 5), 'five')).toBeUndefined();
    expect(() => poseOf(ibug68, 'openseeface66')).toThrow(
      expect.objectContaining({ code: 'bad-argument' }),
    );
  });
});
