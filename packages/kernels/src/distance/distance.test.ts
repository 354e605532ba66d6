import { Tensor } from '../tensor/tensor.ts';
import type { Tolerance } from '../testing/compare.ts';
import type { KernelFixture } from '../testing/fixture.ts';
import { kernelTest } from '../testing/kernel-test.ts';
import { describe, expect, it } from '../testing/testing.ts';
import { type DistanceCase, distanceCases, drawDistance } from './distance.cases.ts';
import { distanceReference } from './distance.reference.ts';
import { type DistanceMetric, distance, distanceParams } from './distance.ts';

/**
 * Sums of squares keep their digits however small they are. 1 - cos cancels: it is as exact as the
 * cosine itself. Distances are f32 whatever the vectors are.
 */
const distanceTolerances: Readonly<Record<DistanceMetric, Tolerance>> = {
  squaredEuclidean: { relative: 1e-5, floor: 1e-30 },
  cosine: { relative: 1e-5, floor: 1e-5 },
};

kernelTest('distance', {
  cases: distanceCases,
  draw: drawDistance,
  run: async (f, kase) => {
    const { metric, count, live } = kase;
    const queries = f.input([kase.queries, kase.size], 'dense', queryValues(f, kase));
    const rows = f.input([kase.rows, kase.size], 'dense', rowValues(f, kase, queries.values));
    const distances = f.output([kase.queries, kase.rows], 'dense', 'f32');
    const dispatches = distance({
      queries: queries.tensor,
      rows: rows.tensor,
      count,
      metric,
      distances,
      live: f.live(live),
    });
    await f.run(dispatches);
    const reference = distanceReference({
      queries: queries.values,
      rows: rows.values,
      shape: [kase.queries, kase.rows, kase.size],
      count: count ?? kase.rows,
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

function rowValues(f: KernelFixture, kase: DistanceCase, queries: Float64Array): Float64Array {
  const { rows, size, zero, spread, count = rows } = kase;
  const values = f.values(rows * size);
  if (spread !== undefined) {
    values.forEach((value, i) => {
      values[i] = queries[i % size] + value * spread;
    });
  }
  if (zero !== undefined) values.fill(0, zero * size, (zero + 1) * size);
  // Rows that hold nothing may hold anything.
  return values.fill(NaN, count * size);
}

describe('distance arguments', () => {
  const dense = (shape: number[]) => new Tensor('test', { shape, dtype: 'f32', layout: 'dense' });
  const args = {
    queries: dense([2, 8]),
    rows: dense([5, 8]),
    distances: dense([2, 5]),
    metric: 'cosine',
  } as const;

  it.each([
    ['vectors of different sizes', { rows: dense([5, 7]) }],
    ['vectors without elements', { queries: dense([2, 0]), rows: dense([5, 0]) }],
    ['more rows counted than there are', { count: 6 }],
    ['an output of another shape', { distances: dense([5, 2]) }],
  ])('refuse %s', (_name, wrong) => {
    expect(() => distance({ ...args, ...wrong })).toThrow(
      expect.objectContaining({ code: 'shape-mismatch' }),
    );
  });

  it('give the params of a new count', () => {
    expect(distanceParams(args.rows, 3)).toEqual({ count: 3 });
    expect(() => distanceParams(args.rows, 6)).toThrow(
      expect.objectContaining({ code: 'shape-mismatch' }),
    );
  });
});
