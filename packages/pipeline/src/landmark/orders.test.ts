import { describe, expect, it } from 'vitest';
import { landmarkOrders, mapLandmarks } from './orders.ts';

/** For each of iBUG's landmarks, what it becomes where a face is mirrored. */
const mirrored = [
  ...range(16, 0),
  ...range(26, 17),
  ...range(27, 30),
  ...range(35, 31),
  ...[45, 44, 43, 42, 47, 46, 39, 38, 37, 36, 41, 40],
  ...[54, 53, 52, 51, 50, 49, 48, 59, 58, 57, 56, 55],
  ...[64, 63, 62, 61, 60, 67, 66, 65],
];

describe.each(Object.entries(landmarkOrders))('the order %s', (name, { points, to }) => {
  it('leads to points that other orders have, by landmarks that it has', () => {
    for (const [other, map] of Object.entries(to)) {
      expect(map, other).toHaveLength(landmarkOrders[other].points);
      const members = map.flat();
      expect(
        members.every((member) => Number.isInteger(member) && member >= 0 && member < points),
      ).toBe(true);
      // A landmark that stood for two points would have two places in a template.
      expect(new Set(members).size, other).toBe(members.length);
    }
  });

  it('leads to itself, and to five points', () => {
    expect(mapLandmarks(name, name)).toEqual(range(0, points - 1).map((point) => [point]));
    expect(mapLandmarks(name, 'five')?.every((members) => members.length > 0)).toBe(true);
  });
});

describe('landmarks of one order', () => {
  it('become those of another by several steps', () => {
    expect(mapLandmarks('insightface106', 'five')).toEqual([[38], [92], [86], [52], [61]]);
    expect(mapLandmarks('openseeface66', 'five')).toEqual([
      range(36, 41),
      range(42, 47),
      [30],
      [58],
      [62],
    ]);
    expect(mapLandmarks('insightface106', 'ibug68')?.slice(0, 5).flat()).toEqual([
      1, 10, 12, 14, 16,
    ]);
  });

  it('do not become what they do not say', () => {
    expect(mapLandmarks('five', 'ibug68')).toBeUndefined();
    expect(mapLandmarks('ibug68', 'wflw98')).toBeUndefined();
    const map = mapLandmarks('openseeface66', 'ibug68');
    expect(range(0, 67).filter((landmark) => map?.[landmark].length === 0)).toEqual([60, 64]);
  });

  // InsightFace numbers the right half of a face like the left one: a wrong number shows.
  it.each(['wflw98', 'jd106', 'insightface106'])('of %s have each a mirror image', (name) => {
    const map = mapLandmarks(name, 'ibug68')?.map(([member]) => member) ?? [];
    const pairs = map.map((member, i) => [member, map[mirrored[i]]]);
    for (const [a, b] of pairs) expect(pairs).toContainEqual([b, a]);
  });
});

/** From one number to another, both included, up or down. */
function range(first: number, last: number): number[] {
  const step = Math.sign(last - first) || 1;
  return Array.from({ length: Math.abs(last - first) + 1 }, (_, i) => first + i * step);
}
