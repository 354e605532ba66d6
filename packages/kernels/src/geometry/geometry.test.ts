import { describe, expect, it } from '../testing/testing.ts';
import { applyAffine, type Crop, cropFloats, decodeCrop, encodeCrop, everything } from './crop.ts';
import { letterbox } from './letterbox.ts';

describe('letterbox', () => {
  it('keeps proportions and centres the photo', () => {
    const { map } = letterbox({ width: 200, height: 100 }, { width: 50, height: 50 });
    expect(applyAffine(map, 0, 0)).toEqual([0, -50]);
    expect(applyAffine(map, 50, 50)).toEqual([200, 150]);
  });

  it('takes inputs of other proportions', () => {
    const { map, bounds } = letterbox({ width: 200, height: 100 }, { width: 40, height: 10 });
    expect(applyAffine(map, 0, 0)).toEqual([-100, 0]);
    expect(applyAffine(map, 40, 10)).toEqual([300, 100]);
    expect(bounds).toEqual([-100, 0, 300, 100]);
  });

  it('stretches where told', () => {
    const size = { width: 40, height: 50 };
    const { map } = letterbox({ width: 200, height: 100 }, size, { fit: 'stretch', zoom: 2 });
    expect(applyAffine(map, 0, 0)).toEqual([-100, -50]);
    expect(applyAffine(map, 40, 50)).toEqual([300, 150]);
  });

  it.each([0, 90])('sees a part of the photo, rolled by %i°', (roll) => {
    const region = { x: 30, y: 40, width: 60, height: 20 };
    const size = { width: 50, height: 50 };
    const own = letterbox(region, size, { roll });
    const part = letterbox({ width: 200, height: 100 }, size, { roll, region });
    for (const [x, y] of [
      [0, 0],
      [50, 7],
      [20, 50],
    ]) {
      const [left, top] = applyAffine(own.map, x, y);
      expect(applyAffine(part.map, x, y)).toEqual([left + 30, top + 40]);
    }
    expect(part.window).toEqual([0, 0, 200, 100]);
  });

  const corners: readonly [number, number][] = [
    [0, 0],
    [1, 0],
    [1, 1],
    [0, 1],
  ];

  it.each([0, 90, 180, 270])('sees upright what is rolled by %i° in the photo', (roll) => {
    const photo = { width: 200, height: 100 };
    const { map } = letterbox(photo, { width: 60, height: 60 }, { fit: 'stretch', roll });
    const seen = corners.map(([x, y]) => applyAffine(map, 60 * x, 60 * y));
    const turns = roll / 90;
    // What is the left top corner of the canvas is the photo's next corner, clockwise, for each quarter turn.
    const photoCorners = corners.map(([x, y]) => [200 * x, 100 * y]);
    expect(seen).toEqual([...photoCorners.slice(turns), ...photoCorners.slice(0, turns)]);
  });

  it.each([30, -45, 137])('holds all of a photo that is rolled by %i°', (roll) => {
    const [photo, size] = [
      { width: 200, height: 100 },
      { width: 64, height: 48 },
    ];
    const { map, bounds } = letterbox(photo, size, { roll });
    expect(bounds).toBeUndefined();
    const [middleX, middleY] = applyAffine(map, 32, 24);
    expect(middleX).toBeCloseTo(100, 6);
    expect(middleY).toBeCloseTo(50, 6);
    const angle = (roll * Math.PI) / 180;
    const [right] = [applyAffine(map, 33, 24)];
    expect(Math.atan2(right[1] - 50, right[0] - 100)).toBeCloseTo(angle, 6);
    // From the photo's corners back into the canvas: all are in it, and two opposite ones at its edges.
    const scale = Math.hypot(right[0] - 100, right[1] - 50);
    const there = corners.map(([x, y]) => {
      const [dx, dy] = [200 * x - 100, 100 * y - 50];
      return [
        32 + (Math.cos(angle) * dx + Math.sin(angle) * dy) / scale,
        24 + (Math.cos(angle) * dy - Math.sin(angle) * dx) / scale,
      ];
    });
    const [xs, ys] = [there.map(([x]) => x), there.map(([, y]) => y)];
    expect(Math.min(...xs)).toBeGreaterThan(-1e-6);
    expect(Math.max(...xs)).toBeLessThan(64 + 1e-6);
    expect(Math.min(...ys)).toBeGreaterThan(-1e-6);
    expect(Math.max(...ys)).toBeLessThan(48 + 1e-6);
    expect(Math.min(Math.min(...xs), Math.min(...ys))).toBeCloseTo(0, 6);
  });
});

describe('a crop', () => {
  const crop: Crop = { map: { x: [1, 2, 3], y: [4, 5, 6] }, window: [7, 8, 9, 10] };

  it('is what its numbers say', () => {
    const numbers = encodeCrop(crop);
    expect(numbers).toHaveLength(cropFloats);
    expect(decodeCrop(numbers)).toEqual({ ...crop, bounds: everything });
    const bounds = [11, 12, 13, 14] as const;
    expect(decodeCrop(encodeCrop({ ...crop, bounds }))).toEqual({ ...crop, bounds });
  });
});
