import { describe, expect, it } from 'vitest';
import { distanceAtRate } from './thresholds.ts';

const thresholds = [
  { falseMatchRate: 1e-2, distance: 0.8 },
  { falseMatchRate: 1e-3, distance: 0.7 },
  { falseMatchRate: 1e-5, distance: 0.6 },
];

describe('distanceAtRate', () => {
  it.each([
    { rate: 1, distance: 0.8 },
    { rate: 1e-2, distance: 0.8 },
    { rate: 10 ** -2.5, distance: 0.75 },
    { rate: 1e-3, distance: 0.7 },
    { rate: 1e-4, distance: 0.65 },
    { rate: 1e-5, distance: 0.6 },
    { rate: 1e-7, distance: 0.5 },
    { rate: 1e-30, distance: 0 },
  ])('at $rate is $distance', ({ rate, distance }) => {
    expect(distanceAtRate(thresholds, rate)).toBeCloseTo(distance, 12);
  });
});
