import type { Point } from '@facegpu/pipeline';
import { Random } from '../dataset/random.ts';
import { landmarkCount } from '../landmarker/landmarker-model.ts';
import type { MarkedFaces } from '../landmarker/marked-faces.ts';

/**
 * Discs, each somewhere near the middle of its chip, whose landmarks lie on two circles around it.
 *
 * @param side of the chips
 */
export function fakeMarkedFaces(count: number, side: number): MarkedFaces {
  const bytes = new Uint8Array(count * side * side * 4).fill(255);
  const points = Array.from({ length: count }, (_, face) => {
    const random = new Random('fake face', face);
    const [x, y] = [0, 1].map(() => side / 2 + random.uniform(-0.1, 0.1) * side);
    for (let pixel = 0; pixel < side * side; pixel++) {
      const [right, down] = [(pixel % side) + 0.5 - x, Math.floor(pixel / side) + 0.5 - y];
      const radius = Math.hypot(right, down) / side;
      const at = 4 * (face * side * side + pixel);
      bytes[at] = radius < 0.22 ? 220 : 40;
      bytes[at + 1] = right > 0 ? 160 : 60;
      bytes[at + 2] = down > 0 ? 160 : 60;
    }
    return Array.from({ length: landmarkCount }, (_, landmark): Point => {
      const angle = (4 * Math.PI * landmark) / landmarkCount;
      const radius = (landmark < landmarkCount / 2 ? 0.2 : 0.12) * side;
      return [x + radius * Math.cos(angle), y + radius * Math.sin(angle)];
    });
  });
  return { bytes, points };
}
