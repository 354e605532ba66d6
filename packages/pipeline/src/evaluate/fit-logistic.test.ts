import { Random } from '@facegpu/kernels/testing';
import { describe, expect, it } from 'vitest';
import type { Calibration } from '../calibration/calibration.ts';
import { probabilityAt } from '../calibration/calibration.ts';
import { fitLogistic } from './fit-logistic.ts';

const each = (distances: readonly number[]) =>
  distances.map((distance) => ({ distance, count: 1 }));

/** Distances of a normal distribution. */
function normal(random: Random, mean: number, deviation: number, count: number): number[] {
  return Array.from({ length: count }, () => {
    const radius = Math.sqrt(-2 * Math.log(1 - random.uniform()));
    return mean + deviation * radius * Math.cos(2 * Math.PI * random.uniform());
  });
}

function probabilities(fit: ReturnType<typeof fitLogistic>) {
  return (distance: number) =>
    probabilityAt({ probability: fit } as Calibration, distance) ?? Number.NaN;
}

describe('fitLogistic', () => {
  it('finds the likelihood ratio of two normal distributions, whatever their numbers', () => {
    const random = new Random(5);
    const same = normal(random, 0.4, 0.1, 4000);
    const different = normal(random, 0.8, 0.1, 40_000);
    const fit = fitLogistic(each(same), each(different), 0.5);
    // log N(d; 0.4, 0.1) − log N(d; 0.8, 0.1) = 24 − 40 d
    expect(fit.slope / 40).toBeGreaterThan(0.93);
    expect(fit.slope / 40).toBeLessThan(1.07);
    expect(fit.intercept / fit.slope).toBeCloseTo(0.6, 2);
    const at = probabilities(fit);
    expect(at(0.6)).toBeCloseTo(0.5, 1);
    expect(at(0.4)).toBeGreaterThan(0.99);
    expect(at(0.8)).toBeLessThan(0.01);
  });

  it('counts a distance as often as it was seen', () => {
    const once = fitLogistic(each([0.1, 0.1, 0.5]), each([0.4, 0.9, 0.9]), 0.5);
    const counted = fitLogistic(
      [{ distance: 0.1, count: 2 }, ...each([0.5])],
      [{ distance: 0.9, count: 2 }, ...each([0.4])],
      0.5,
    );
    expect(counted.slope).toBeCloseTo(once.slope, 6);
    expect(counted.intercept).toBeCloseTo(once.intercept, 6);
  });

  it('is finite where kinds don’t overlap, and no surer than their numbers', () => {
    const fit = fitLogistic(each([0.1, 0.2, 0.2]), each([0.7, 0.8, 0.9, 1]), 0.5);
    for (const value of [fit.slope, fit.intercept]) expect(Number.isFinite(value)).toBe(true);
    const at = probabilities(fit);
    expect(at(0)).toBeLessThanOrEqual(5 / 6);
    expect(at(0)).toBeGreaterThan(0.7);
    expect(at(2)).toBeGreaterThanOrEqual(1 / 5 - 1e-12);
    expect(at(Number.POSITIVE_INFINITY)).toBeCloseTo(1 / 5, 12);
  });

  it('follows the prior by Bayes’ rule, and never likes a larger distance more', () => {
    const kinds = [each([0.1, 0.2, 0.6]), each([0.3, 0.8, 0.9])] as const;
    const [even, rare] = [0.5, 0.01].map((prior) => fitLogistic(...kinds, prior));
    const odds = (p: number) => p / (1 - p);
    const [a, b] = [probabilities(even)(0.4), probabilities(rare)(0.4)];
    expect(odds(b) / odds(a)).toBeCloseTo(1 / 99, 10);
    // Distances the wrong way round say nothing: what is left is the prior.
    const reversed = fitLogistic(kinds[1], kinds[0], 0.01);
    expect(reversed).toMatchObject({ slope: 0, intercept: 0 });
    for (const distance of [0, 0.5, 2]) {
      expect(probabilities(reversed)(distance)).toBeCloseTo(0.01, 12);
    }
  });
});
