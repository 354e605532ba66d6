import { expect, it } from 'vitest';
import { wilson } from './wilson.ts';

it.each([
  // Of R's prop.test(x, n, correct = FALSE).
  [5, 10, 0.2366, 0.7634],
  [1, 100, 0.0018, 0.0545],
  [0, 20, 0, 0.1611],
  [20, 20, 0.8389, 1],
  [0, 0, 0, 1],
])('of %i in %i it is %f to %f', (count, trials, low, high) => {
  expect(wilson(count, trials).low).toBeCloseTo(low, 4);
  expect(wilson(count, trials).high).toBeCloseTo(high, 4);
});
