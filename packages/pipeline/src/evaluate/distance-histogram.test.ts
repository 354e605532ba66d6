import { Random } from '@facegpu/kernels/testing';
import { describe, expect, it } from 'vitest';
import { DistanceHistogram } from './distance-histogram.ts';

function histogramOf(distances: readonly number[]): DistanceHistogram {
  const histogram = new DistanceHistogram();
  for (const distance of distances) histogram.add(distance);
  return histogram;
}

describe('DistanceHistogram', () => {
  const random = new Random(1);
  const distances = Array.from({ length: 997 }, () => 2 * random.uniform() ** 3);
  const histogram = histogramOf([...distances, Number.POSITIVE_INFINITY, 0]);
  const sorted = [0, ...distances.sort((a, b) => a - b)];

  it('finds the threshold below which so many are', () => {
    expect(histogram.total).toBe(999);
    for (const count of [0, 1, 2, 31, 500, 996]) {
      const threshold = histogram.thresholdOf(count);
      expect(sorted.filter((distance) => distance < threshold).length).toBeLessThanOrEqual(count);
      expect(Math.abs(threshold - sorted[count])).toBeLessThanOrEqual(1e-4 * sorted[count]);
    }
    for (const count of [998, 999]) {
      expect(histogram.thresholdOf(count)).toBe(Number.POSITIVE_INFINITY);
    }
  });

  it('lists its buckets, the nearest first, without what is infinitely far', () => {
    const buckets = [...histogram.buckets()];
    expect(buckets.reduce((sum, { count }) => sum + count, 0)).toBe(998);
    let counted = 0;
    for (const { end, count } of buckets) {
      counted += count;
      expect(sorted.filter((distance) => distance < end).length).toBe(counted);
    }
  });
});
