import { describe, expect, it } from 'vitest';
import { distanceAtRate, rateAtDistance } from './thresholds.ts';

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

describe('rateAtDistance', () => {
  it.each([1e-2, 10 ** -2.5, 1e-3, 1e-4, 1e-5, 1e-7])('goes back to %d', (rate) => {
    expect(Math.log10(rateAtDistance(thresholds, distanceAtRate(thresholds, rate)))).toBeCloseTo(
      Math.log10(rate),
      9,
    );
  });

  it('says no more than was measured, and something where rates share a distance', () => {
    expect(rateAtDistance(thresholds, 5)).toBeCloseTo(1e-2, 12);
    const flat = [...thresholds, { falseMatchRate: 1e-6, distance: 0.6 }];
    expect(rateAtDistance(flat, 0.6)).toBeCloseTo(1e-5, 12);
    expect(rateAtDistance(flat, 0.3)).toBeCloseTo(1e-6, 12);
  });
});
