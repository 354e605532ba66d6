import { distanceReference } from '../distance/distance.reference.ts';
import type { DistanceMetric } from '../distance/distance.ts';
import { type TopKReference, topKReference } from '../top-k/top-k.reference.ts';

export interface NearestReferenceArgs {
  readonly queries: Float64Array;
  readonly rows: Float64Array;
  readonly size: number;
  readonly labels: Uint32Array;
  readonly takesPart: (row: number) => boolean;
  readonly metric: DistanceMetric;
  readonly k: number;
}

const largest = 3.4028234663852886e38;
const noLabel = 0xffffffff;

/** All distances in float64, sorted; what is missing at the end is the largest f32 with no label. */
export function nearestReference(args: NearestReferenceArgs): TopKReference {
  const { queries, rows, size, labels, takesPart, metric, k } = args;
  const [queryCount, count] = [queries.length / size, rows.length / size];
  const shape = [queryCount, count, size];
  const distances = distanceReference({ queries, rows, shape, takesPart, metric });
  const found = topKReference(distances, count, Math.min(k, count), labels);
  const values = new Float64Array(queryCount * k).fill(largest);
  const indices = new Float64Array(queryCount * k).fill(noLabel);
  const length = Math.min(k, count);
  for (let q = 0; q < queryCount; q++) {
    for (let rank = 0; rank < length; rank++) {
      const value = found.values[q * length + rank];
      if (value === largest) break;
      values[q * k + rank] = value;
      indices[q * k + rank] = found.indices[q * length + rank];
    }
  }
  return { values, indices };
}
