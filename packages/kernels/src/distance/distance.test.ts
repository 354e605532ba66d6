import { Tensor } from '../tensor/tensor.ts';
import type { Tolerance } from '../testing/compare.ts';
import type { KernelFixture } from '../testing/fixture.ts';
import { kernelTest } from '../testing/kernel-test.ts';
import { describe, expect, it } from '../testing/testing.ts';
import { type DistanceCase, distanceCases, drawDistance } from './distance.cases.ts';
import { distanceReference } from './distance.reference.ts';
import { type DistanceMetric, distance } from './distance.ts';

/**
 * Sums of squares keep their digits however small they are. 1 - cos cancels: it is as exact as the
 * cosine itself; products of either sign cancel likewise. Distances are f32 whatever the vectors are.
 */
const distanceTolerances: Readonly<Record<DistanceMetric, Tolerance>> = {
  squaredEuclidean: { relative: 1e-5, floor: 1e-30 },
  cosine: { relative: 1e-5, floor: 1e-5 },
  innerProduct: { relative: 1e-5, floor: 1e-5 },
};

kernelTest('distance', {
  cases: distanceCases,
  draw: drawDistance,
  run: async (f, kase) => {
    const { metric, share, live } = kase;
    const chosen = Array.from({ length: kase.rows }, () => f.random.uniform(0, 1) < (share ?? 1));
    const takesPart = (row: number) => chosen[row];
    const queries = f.input([kase.queries, kase.size], 'dense', queryValues(f, kase));
    const rows = f.input(
      [kase.rows, kase.size],
      'dense',
      rowValues(f, kase, queries.values, takesPart),
    );
    const distances = f.output([kase.queries, kase.rows], 'dense', 'f32');
    const dispatches = distance({
      queries: queries.tensor,
      rows: rows.tensor,
      mask: share === undefined ? undefined : f.input(...maskOf(chosen)).tensor,
      metric,
      distances,
      live: f.live(live),
    });
    await f.run(dispatches);
    const reference = distanceReference({
      queries: queries.values,
      rows: rows.values,
      shape: [kase.queries, kase.rows, kase.size],
      takesPart,
      metric,
    });
    await f.compareLive(distances, reference, live, distanceTolerances[metric]);
  },
});

function queryValues(f: KernelFixture, { queries, size, zero }: DistanceCase): Float64Array {
  const values = f.values(queries * size);
  if (zero !== undefined) values.fill(0, zero * size, (zero + 1) * size);
  return values;
}

/** The bits of the rows that take part; those past the last row are set. */
function maskOf(chosen: readonly boolean[]): Parameters<KernelFixture['input']> {
  const words = new Uint32Array(Math.ceil(chosen.length / 32)).fill(0xffffffff);
  chosen.forEach((takesPart, row) => {
    if (!takesPart) words[row >>> 5] &= ~(1 << row);
  });
  return [[words.length], 'dense', words, 'u32'];
}

function rowValues(
  f: KernelFixture,
  kase: DistanceCase,
  queries: Float64Array,
  takesPart: (row: number) => boolean,
): Float64Array {
  const { rows, size, zero, spread } = kase;
  const values = f.values(rows * size);
  if (spread !== undefined) {
    values.forEach((value, i) => {
      values[i] = queries[i % size] + value * spread;
    });
  }
  if (zero !== undefined) values.fill(0, zero * size, (zero + 1) * size);
  // Rows that take no part may hold anything.
  return values.map((value, i) => (takesPart(Math.floor(i / size)) ? value : NaN));
}

describe('distance arguments', () => {
  const dense = (shape: number[]) => new Tensor('test', { shape, dtype: 'f32', layout: 'dense' });
  const words = { dtype: 'u32', layout: 'dense' } as const;
  const args = {
    queries: dense([2, 8]),
    rows: dense([5, 8]),
    distances: dense([2, 5]),
    metric: 'cosine',
  } as const;

  it.each([
    ['vectors of different sizes', { rows: dense([5, 7]) }],
    ['vectors without elements', { queries: dense([2, 0]), rows: dense([5, 0]) }],
    ['a mask of too few bits', { mask: new Tensor('test', { ...words, shape: [0] }) }],
    ['a mask that is no words', { mask: dense([1]) }],
    ['an output of another shape', { distances: dense([5, 2]) }],
  ])('refuse %s', (_name, wrong) => {
    expect(() => distance({ ...args, ...wrong })).toThrow(
      expect.objectContaining({ code: 'shape-mismatch' }),
    );
  });
});
