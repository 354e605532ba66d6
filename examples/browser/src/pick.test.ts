import { expect, it } from 'vitest';
import { pickBox } from './pick.ts';

const large = { x: 0, y: 0, width: 100, height: 100 };
const inner = { x: 30, y: 40, width: 20, height: 20 };
const beside = { x: 60, y: 0, width: 100, height: 100 };

it.each([
  ['in none', [200, 200], undefined],
  ['in one alone', [5, 5], 0],
  ['in the middle of the one that covers another', [50, 50], 0],
  ['in the middle of the one inside', [40, 50], 1],
  ['in two, nearer to the first', [70, 50], 0],
  ['in two, nearer to the second', [95, 50], 2],
  ['on an edge', [160, 50], 2],
] as const)('%s', (_, point, wanted) => {
  expect(pickBox([large, inner, beside], point)).toBe(wanted);
});
