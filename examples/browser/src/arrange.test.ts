import { expect, it } from 'vitest';
import { arrange, type Item, type Place, type Standing } from './arrange.ts';

const stage = { width: 390, height: 400 };
const places: readonly Place[] = ['below', 'above', 'inside'];
const sizes = [
  { width: 90, height: 20 },
  { width: 50, height: 20 },
  { width: 24, height: 20 },
];

function at(x: number, y: number): Item {
  return { box: { x, y, width: 40, height: 50 }, sizes, places };
}

const rectOf = ({ x, y, size }: Standing) => ({ x, y, ...sizes[size] });

it('stands in the middle below its box, as large as it likes', () => {
  expect(arrange([at(100, 100)], stage)).toEqual([{ x: 75, y: 154, size: 0 }]);
});

it.each([
  ['left', at(0, 100), { x: 4, y: 154, size: 0 }],
  ['right', at(350, 100), { x: 296, y: 154, size: 0 }],
  ['bottom', at(100, 350), { x: 75, y: 326, size: 0 }],
])('does not leave the stage at the %s', (_, item, wanted) => {
  expect(arrange([item], stage)).toEqual([wanted]);
});

it('goes with a box that has left the stage', () => {
  const [{ x, y }] = arrange([at(-100, 100)], stage);
  expect([x, y]).toEqual([-125, 154]);
});

it('never covers another in a row of faces side by side, nor leaves the stage', () => {
  const row = Array.from({ length: 8 }, (_, i) => at(5 + 47 * i, 150 + (i % 2) * 6));
  const rects = arrange(row, stage).map(rectOf);
  for (const [i, a] of rects.entries()) {
    expect(a.x).toBeGreaterThanOrEqual(0);
    expect(a.x + a.width).toBeLessThanOrEqual(stage.width);
    for (const b of rects.slice(i + 1)) {
      const apart =
        a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + 20 <= b.y || b.y + 20 <= a.y;
      expect(apart, JSON.stringify([a, b])).toBe(true);
    }
  }
});

it('goes above where another face is below', () => {
  const [first] = arrange([at(100, 100), at(100, 154)], stage);
  expect(first).toEqual({ x: 75, y: 76, size: 0 });
});
