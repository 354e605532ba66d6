import { Random } from '@facegpu/kernels/testing';
import { describe, expect, it } from 'vitest';
import { distanceOf, type Metric, metrics } from '../match/metric.ts';
import { compareAll, mostRivals, type Template } from './compare-all.ts';
import { DistanceHistogram } from './distance-histogram.ts';
import { calibrate, measurePeople } from './people-metrics.ts';

/** People around places of their own, some with a photo that shows no face. */
function drawPeople(seed: number, people: number, dimensions: number): Template[] {
  const random = new Random(seed);
  return Array.from({ length: people }, (_, person) => {
    const place = Array.from({ length: dimensions }, () => random.uniform(-1, 1));
    return Array.from({ length: random.integer(1, 5) }, (): Template => {
      if (random.uniform() < 0.05) return { person, descriptor: null };
      return { person, descriptor: place.map((value) => value + random.uniform(-0.9, 0.9)) };
    });
  }).flat();
}

/** All pairs, one after the other, from the definitions. */
function count(templates: readonly Template[], metric: Metric) {
  const apart = (a: Template, b: Template) => {
    if (!a.descriptor || !b.descriptor) return Number.POSITIVE_INFINITY;
    return distanceOf(metric, a.descriptor, b.descriptor);
  };
  const mated: number[] = [];
  const nonMated: number[] = [];
  templates.forEach((a, i) => {
    for (const b of templates.slice(i + 1)) {
      (a.person === b.person ? mated : nonMated).push(apart(a, b));
    }
  });
  const ranks = templates.flatMap((probe) => {
    const others = templates.filter((other) => other !== probe);
    const own = others.filter(({ person }) => person === probe.person);
    if (own.length === 0) return [];
    const nearest = Math.min(...own.map((other) => apart(probe, other)));
    const rivals = others.filter((other) => apart(probe, other) < nearest);
    return Number.isFinite(nearest)
      ? new Set(rivals.map(({ person }) => person)).size
      : Number.POSITIVE_INFINITY;
  });
  nonMated.sort((a, b) => a - b);
  const below = (distances: readonly number[], threshold: number) => {
    return distances.filter((distance) => distance < threshold).length / distances.length;
  };
  return { mated, nonMated, ranks, below };
}

describe('measurePeople', () => {
  const rows = metrics.flatMap((metric) => [1, 2, 3].map((seed) => ({ metric, seed })));

  it.each(rows)('agrees with counting, $metric, seed $seed', ({ metric, seed }) => {
    const templates = drawPeople(seed, 47, 7);
    const thresholds = metric === 'cosine' ? [0.4, 0.1] : [1.5, 0.8];
    const got = measurePeople(compareAll(templates, metric, thresholds), thresholds);
    const { mated, nonMated, ranks, below } = count(templates, metric);
    expect([got.matedPairs, got.nonMatedPairs]).toEqual([mated.length, nonMated.length]);

    for (const [i, threshold] of thresholds.entries()) {
      const { fmr, fnmr } = got.atThresholds[i];
      expect(fmr.value).toBeCloseTo(below(nonMated, threshold), 12);
      expect(fnmr.value).toBeCloseTo(1 - below(mated, threshold), 12);
      for (const { value, low, high } of [fmr, fnmr]) {
        expect(low).toBeLessThanOrEqual(value);
        expect(high).toBeGreaterThanOrEqual(value);
      }
    }

    // Of some 9,000 pairs of two people, 1e-5 is not even one.
    const rates = [1e-1, 1e-2, 1e-3, 1e-4].filter((far) => far * nonMated.length >= 1);
    expect(got.atRates.map(({ far }) => far)).toEqual(rates);
    for (const { far, threshold, pairs, tar } of got.atRates) {
      expect(pairs).toBe(Math.floor(far * nonMated.length));
      expect(below(nonMated, threshold)).toBeLessThanOrEqual(far);
      expect(Math.abs(threshold - nonMated[pairs])).toBeLessThan(1e-4 * nonMated[pairs] + 1e-6);
      expect(tar.value).toBeCloseTo(below(mated, threshold), 12);
    }

    const { rate, threshold } = got.eer;
    expect(Math.abs(below(nonMated, threshold) - rate)).toBeLessThan(2e-3);
    expect(Math.abs(1 - below(mated, threshold) - rate)).toBeLessThan(1.5 / mated.length);

    const within = (rank: number) => ranks.filter((rivals) => rivals < rank).length / ranks.length;
    const { probes, rank1, rank5 } = got.identification;
    expect(probes).toBe(ranks.length);
    expect([rank1, rank5]).toEqual([within(1), within(mostRivals)]);
    expect(rank5).toBeGreaterThan(rank1);
  });

  it('knows no rates of people with one photo each', () => {
    const templates = [0, 1, 2].map((person) => ({ person, descriptor: [person, 1] }));
    const got = measurePeople(compareAll(templates, 'euclidean', [1.5]), [1.5]);
    expect(got).toMatchObject({
      matedPairs: 0,
      nonMatedPairs: 3,
      atThresholds: [{ fmr: { value: 2 / 3 } }],
      atRates: [],
      identification: { probes: 0, rank1: 0, rank5: 0 },
      thresholds: [],
    });
  });
});

describe('calibrate', () => {
  it('minds no pair in which a face was missed', () => {
    const [histogram, withMissed] = [new DistanceHistogram(), new DistanceHistogram()];
    for (let i = 0; i < 5000; i++) {
      histogram.add(0.5 + i / 5000);
      withMissed.add(0.5 + i / 5000);
      withMissed.add(Number.POSITIVE_INFINITY);
    }
    expect([withMissed.total, withMissed.finite]).toEqual([10_000, 5000]);
    expect(calibrate(withMissed)).toEqual(calibrate(histogram));
  });

  it('reads off a line where pairs are few', () => {
    const histogram = new DistanceHistogram();
    // A decade for each tenth: the share below a distance d is 10^(10 d - 10).
    const total = 200_000;
    for (let i = 0; i < total; i++) histogram.add(1 + Math.log10((i + 0.5) / total) / 10);
    const thresholds = calibrate(histogram);
    expect(thresholds.map(({ falseMatchRate }) => falseMatchRate)).toEqual([
      1e-2, 1e-3, 1e-4, 1e-5, 1e-6,
    ]);
    expect(thresholds.map(({ pairs }) => pairs)).toEqual([2000, 200, 20, 2, 0]);
    expect(thresholds.map(({ extrapolated = false }) => extrapolated)).toEqual([
      false,
      false,
      false,
      true,
      true,
    ]);
    for (const { falseMatchRate, distance } of thresholds) {
      expect(Math.abs(distance - (1 + Math.log10(falseMatchRate) / 10))).toBeLessThan(0.005);
    }
  });
});
