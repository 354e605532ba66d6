import type { Shape } from '../tensor/tensor.ts';
import { type DistanceMetric, nothingDistance } from './distance.ts';

export interface DistanceReferenceArgs {
  readonly queries: Float64Array;
  readonly rows: Float64Array;
  /** Queries, rows and elements of a vector. */
  readonly shape: Shape;
  /** Whether a row takes part. */
  readonly takesPart: (row: number) => boolean;
  readonly metric: DistanceMetric;
}

/** Every query against every row, in float64. */
export function distanceReference(args: DistanceReferenceArgs): Float64Array {
  const { queries, rows, shape, takesPart, metric } = args;
  const [queryCount, rowCount, size] = shape as readonly [number, number, number];
  const between = { squaredEuclidean, cosine, innerProduct }[metric];
  const result = new Float64Array(queryCount * rowCount).fill(nothingDistance);
  for (let q = 0; q < queryCount; q++) {
    const query = queries.subarray(q * size, (q + 1) * size);
    for (let r = 0; r < rowCount; r++) {
      if (!takesPart(r)) continue;
      result[q * rowCount + r] = between(query, rows.subarray(r * size, (r + 1) * size));
    }
  }
  return result;
}

function squaredEuclidean(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, i) => sum + (value - b[i]) ** 2, 0);
}

function innerProduct(a: Float64Array, b: Float64Array): number {
  return -dot(a, b);
}

function cosine(a: Float64Array, b: Float64Array): number {
  const lengths = Math.sqrt(dot(a, a)) * Math.sqrt(dot(b, b));
  return lengths === 0 ? 1 : 1 - dot(a, b) / lengths;
}

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, i) => sum + value * b[i], 0);
}
