import { templateOf } from '@facegpu/pipeline';
import { describe, expect, it } from 'vitest';
import { fakeMarkedFaces } from '../testing/fake-marked-faces.ts';
import { landmarkerChips } from './landmarker-model.ts';
import { holdFaces } from './marked-faces.ts';
import { mirroredLandmarks } from './mirrored-landmarks.ts';

describe('holdFaces', () => {
  it('holds a share of the faces out, whose chips stay with their points', () => {
    const spec = { ...landmarkerChips(16), margin: 0 };
    const all = fakeMarkedFaces(10, 16);
    const size = 16 * 16 * 4;
    const { train, held } = holdFaces(all, spec, { share: 0.3, seed: 5 });
    expect([train.points.length, held.points.length]).toEqual([7, 3]);
    const numbers = [...train.points, ...held.points].map((points) => all.points.indexOf(points));
    expect(numbers.sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    for (const [i, points] of held.points.entries()) {
      const face = all.points.indexOf(points);
      expect(held.bytes.slice(i * size, (i + 1) * size)).toEqual(
        all.bytes.slice(face * size, (face + 1) * size),
      );
    }
    expect(holdFaces(all, spec, { share: 0.3, seed: 5 }).held.points).toEqual(held.points);
  });
});

describe('mirroredLandmarks', () => {
  it('lead back to where they came from', () => {
    expect(mirroredLandmarks.map((landmark) => mirroredLandmarks[landmark])).toEqual([
      ...mirroredLandmarks.keys(),
    ]);
  });

  it('are where a mirror has them', () => {
    const template = templateOf({ template: 'dlib-150', padding: 0 }, 'ibug68', 1);
    for (const [landmark, { x, y, weight }] of template.entries()) {
      if (weight === 0) continue;
      const other = template[mirroredLandmarks[landmark]];
      expect(Math.hypot(1 - 0.02 - x - other.x, y - other.y), `${landmark}`).toBeLessThan(0.04);
    }
  });
});
