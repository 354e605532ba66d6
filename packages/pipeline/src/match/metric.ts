import { type DistanceMetric, FaceGpuError } from '@facegpu/kernels';

/**
 * What the distance of two descriptors is. `euclidean`: the length of their difference. `cosine`: 1 minus
 * the cosine of the angle between them, from 0 to 2, whatever their lengths.
 */
export type Metric = 'euclidean' | 'cosine';

export const metrics: readonly Metric[] = ['euclidean', 'cosine'];

/** The metric of an index that finds what is nearest: kernels leave the root of a length out. */
export const indexMetrics = {
  euclidean: 'squaredEuclidean',
  cosine: 'cosine',
} as const satisfies Record<Metric, DistanceMetric>;

/** A distance from an index of that metric. */
export function fromIndex(metric: Metric, distance: number): number {
  return metric === 'euclidean' ? Math.sqrt(distance) : Math.max(0, distance);
}

/** A descriptor as it is given away: of length 1 where only its direction counts. */
export function inMetric(metric: Metric, values: ArrayLike<number>): Float32Array<ArrayBuffer> {
  const descriptor = Float32Array.from(values);
  const length = metric === 'cosine' ? Math.hypot(...descriptor) : 1;
  return length > 0 ? descriptor.map((value) => value / length) : descriptor;
}

/**
 * The distance of two descriptors.
 *
 * @throws FaceGpuError `shape-mismatch`
 */
export function distanceOf(metric: Metric, a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) {
    throw new FaceGpuError(
      'shape-mismatch',
      `descriptors have ${a.length} and ${b.length} numbers`,
      'Both must come from the same network.',
    );
  }
  return metric === 'cosine' ? cosineDistance(a, b) : euclideanDistance(a, b);
}

export function euclideanDistance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] - b[i]) ** 2;
  return Math.sqrt(sum);
}

/** Nothing is at an angle to the zero vector: it is at distance 1 from everything. */
function cosineDistance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let [product, squaresA, squaresB] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    product += a[i] * b[i];
    squaresA += a[i] ** 2;
    squaresB += b[i] ** 2;
  }
  const lengths = Math.sqrt(squaresA * squaresB);
  return lengths > 0 ? Math.max(0, 1 - product / lengths) : 1;
}
