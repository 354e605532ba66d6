import { Random } from '@facegpu/kernels/testing';
import { describe, expect, it } from 'vitest';
import {
  falseAcceptRates,
  type MeasuredPair,
  type Metrics,
  measure,
  pairsToMeasure,
  rocCurve,
} from './metrics.ts';

const missed = Number.POSITIVE_INFINITY;

/** Pairs of one person, then of two, at these distances. */
function pairsOf(same: readonly number[], different: readonly number[]): MeasuredPair[] {
  const pairs = (distances: readonly number[], one: boolean) =>
    distances.map((distance) => ({ same: one, distance }));
  return [...pairs(same, true), ...pairs(different, false)];
}

interface Row {
  readonly name: string;
  readonly same: readonly number[];
  readonly different: readonly number[];
  readonly accuracy: number;
  readonly best: Metrics['best'];
  readonly auc: number;
  /** At both false accept rates; nothing without pairs of two people. */
  readonly tar?: number;
}

/** By hand, with a threshold of 0.5. */
const rows: readonly Row[] = [
  {
    name: 'what can be told apart',
    same: [0.1, 0.2],
    different: [0.6, 0.8],
    accuracy: 1,
    best: { accuracy: 1, threshold: 0.4 },
    auc: 1,
    tar: 1,
  },
  {
    name: 'a best threshold elsewhere',
    same: [0.6, 0.7],
    different: [0.9, 1.1],
    accuracy: 0.5,
    best: { accuracy: 1, threshold: 0.8 },
    auc: 1,
    tar: 1,
  },
  {
    name: 'a threshold that belongs to two people',
    same: [0.5],
    different: [0.5],
    accuracy: 0.5,
    best: { accuracy: 0.5, threshold: 0.25 },
    auc: 0.5,
    tar: 0,
  },
  {
    name: 'an overlap',
    same: [0.1, 0.3, 0.7],
    different: [0.2, 0.6, 0.9, 1],
    accuracy: 5 / 7,
    best: { accuracy: 5 / 7, threshold: 0.15 },
    auc: 9 / 12,
    tar: 1 / 3,
  },
  {
    name: 'all the wrong way round',
    same: [0.8, 0.9],
    different: [0.2, 0.4],
    accuracy: 0,
    best: { accuracy: 0.5, threshold: 0.1 },
    auc: 0,
    tar: 0,
  },
  {
    name: 'ties',
    same: [0.4, 0.4, 0.2],
    different: [0.4, 0.8],
    accuracy: 4 / 5,
    best: { accuracy: 4 / 5, threshold: 0.6 },
    auc: 5 / 6,
    tar: 1 / 3,
  },
  {
    name: 'missed photos of one person',
    same: [0.2, missed],
    different: [0.8, 1],
    accuracy: 3 / 4,
    best: { accuracy: 3 / 4, threshold: 0.5 },
    auc: 1 / 2,
    tar: 1 / 2,
  },
  {
    name: 'missed photos of both kinds',
    same: [0.2, missed],
    different: [0.8, missed],
    accuracy: 3 / 4,
    best: { accuracy: 3 / 4, threshold: 0.5 },
    auc: 2.5 / 4,
    tar: 1 / 2,
  },
  {
    name: 'nothing but missed photos',
    same: [missed],
    different: [missed],
    accuracy: 1 / 2,
    best: { accuracy: 1 / 2, threshold: 0 },
    auc: 1 / 2,
    tar: 0,
  },
  {
    name: 'one person alone',
    same: [0.2, 0.7],
    different: [],
    accuracy: 1 / 2,
    best: { accuracy: 1, threshold: 0.7 },
    auc: 0,
  },
  {
    name: 'two people alone',
    same: [],
    different: [0.4, 0.7],
    accuracy: 1 / 2,
    best: { accuracy: 1, threshold: 0.2 },
    auc: 0,
    tar: 0,
  },
  {
    name: 'no pairs',
    same: [],
    different: [],
    accuracy: 0,
    best: { accuracy: 0, threshold: 0 },
    auc: 0,
  },
];

describe('measure', () => {
  it.each(rows)('$name', ({ same, different, accuracy, best, auc, tar }) => {
    const got = measure(pairsOf(same, different), 0.5);
    expect(got.accuracy).toBeCloseTo(accuracy, 12);
    expect(got.best.accuracy).toBeCloseTo(best.accuracy, 12);
    expect(got.best.threshold).toBeCloseTo(best.threshold, 5);
    expect(got.auc).toBeCloseTo(auc, 12);
    expect(got.tar).toEqual(tar === undefined ? undefined : { '0.01': tar, '0.001': tar });
  });

  it.each([
    { different: 99, accepted: [0, 0] },
    { different: 100, accepted: [1, 0] },
    { different: 199, accepted: [1, 0] },
    { different: 300, accepted: [3, 0] },
    { different: 1000, accepted: [10, 1] },
    { different: 3000, accepted: [30, 3] },
  ])('of $different pairs of two people, $accepted may be accepted', ({ different, accepted }) => {
    // In turns: before the pair of one person number i come i + 1 of two people.
    const count = 40;
    const same = Array.from({ length: count }, (_, i) => i + 0.5);
    const pairs = pairsOf(
      same,
      Array.from({ length: different }, (_, i) => i),
    );
    const { tar } = measure(pairs, 0.5);
    expect(tar).toEqual({ '0.01': accepted[0] / count, '0.001': accepted[1] / count });
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])('agrees with counting, seed %i', (seed) => {
    const pairs = drawPairs(new Random(seed));
    const threshold = 0.6;
    const got = measure(pairs, threshold);
    const wanted = count(pairs, threshold);
    expect(got.accuracy).toBeCloseTo(wanted.accuracy, 12);
    expect(got.auc).toBeCloseTo(wanted.auc, 12);
    expect(got.best.accuracy).toBeCloseTo(wanted.best, 12);
    // It is a threshold at which that many are right indeed.
    expect(right(pairs, got.best.threshold)).toBeCloseTo(wanted.best, 12);
    for (const rate of falseAcceptRates) {
      const tar = got.tar?.[rate];
      if (pairs.every(({ same }) => same)) expect(tar).toBeUndefined();
      else expect(tar).toBeCloseTo(wanted.tar(Number(rate)), 12);
    }
  });

  it('does not mind the order', () => {
    const pairs = drawPairs(new Random(9));
    expect(measure([...pairs].reverse(), 0.6)).toEqual(measure(pairs, 0.6));
  });
});

it('takes a pair of two people that may be accepted to measure a rate', () => {
  expect(falseAcceptRates.map((rate) => pairsToMeasure(Number(rate)))).toEqual([100, 1000]);
});

describe('rocCurve', () => {
  it('has a point for each distance', () => {
    const pairs = pairsOf([0.1, 0.3, 0.3, missed], [0.3, 0.5]);
    expect(rocCurve(pairs)).toEqual([
      { far: 0, tar: 0 },
      { far: 0, tar: 1 / 4 },
      { far: 1 / 2, tar: 3 / 4 },
      { far: 1, tar: 3 / 4 },
    ]);
  });

  it('of nothing but missed photos stays where it begins', () => {
    expect(rocCurve(pairsOf([missed], [missed]))).toEqual([{ far: 0, tar: 0 }]);
  });
});

/** Pairs that overlap, with ties and missed photos among them. */
function drawPairs(random: Random): MeasuredPair[] {
  const draw = (centre: number) => {
    if (random.uniform() < 0.05) return missed;
    const distance = centre + random.uniform(-0.3, 0.3);
    return random.uniform() < 0.5 ? Math.round(distance * 20) / 20 : distance;
  };
  const length = random.integer(1, 400);
  return Array.from({ length }, (): MeasuredPair => {
    const same = random.uniform() < 0.4;
    return { same, distance: draw(same ? 0.5 : 0.75) };
  });
}

function right(pairs: readonly MeasuredPair[], threshold: number): number {
  return pairs.filter(({ same, distance }) => same === distance < threshold).length / pairs.length;
}

/** What {@link measure} should find, from the definitions. */
function count(pairs: readonly MeasuredPair[], threshold: number) {
  const same = pairs.filter((pair) => pair.same).map(({ distance }) => distance);
  const different = pairs.filter((pair) => !pair.same).map(({ distance }) => distance);
  const finite = pairs.map(({ distance }) => distance).filter(Number.isFinite);
  // Accepting nothing, or everything up to a distance.
  const thresholds = [0, ...finite.map((distance) => distance + 1e-9), 1e9];
  const share = (distances: readonly number[], below: number) =>
    distances.filter((distance) => distance < below).length / (distances.length || 1);
  let wins = 0;
  for (const a of same) for (const b of different) wins += a < b ? 1 : a === b ? 0.5 : 0;
  return {
    accuracy: right(pairs, threshold),
    best: Math.max(...thresholds.map((value) => right(pairs, value))),
    auc: wins / (same.length * different.length || 1),
    tar: (far: number) => {
      const allowed = thresholds.filter((value) => share(different, value) <= far);
      return Math.max(...allowed.map((value) => share(same, value)));
    },
  };
}
