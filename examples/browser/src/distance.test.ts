import { expect, it } from 'vitest';
import { showDistance } from './distance.ts';

it.each([
  [0, '0.00'],
  [0.444, '0.44'],
  [0.594, '0.59'],
  [0.5968, '0.597'],
  [0.59997, '0.599'],
  [0.6, '0.60'],
  [0.6004, '0.60'],
  [0.604, '0.60'],
  [0.61, '0.61'],
])('shows %d at 0.6 as %s', (distance, wanted) => {
  expect(showDistance(distance, 0.6)).toBe(wanted);
});
