import type { DistanceMetric } from '@facegpu/kernels';

/** A distance between two vectors, as a metric has it. */
export type Measure = (query: Float32Array, vector: Float32Array) => number;

/** The metrics in float64. */
export const measures: Readonly<Record<DistanceMetric, Measure>> = {
  squaredEuclidean(query, vector) {
    let sum = 0;
    for (let i = 0; i < query.length; i++) sum += (query[i] - vector[i]) ** 2;
    return sum;
  },
  innerProduct: (query, vector) => -dot(query, vector),
  cosine(query, vector) {
    const lengths = lengthOf(query) * lengthOf(vector);
    return lengths === 0 ? 1 : 1 - dot(query, vector) / lengths;
  },
};

export function lengthOf(vector: Float32Array): number {
  return Math.sqrt(dot(vector, vector));
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
