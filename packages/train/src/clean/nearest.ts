import {
  createIndex,
  type FacePipeline,
  fromIndex,
  indexMetrics,
  type Metric,
  type RecognizerInfo,
} from '@facegpu/pipeline';

/** A vector near another one: its number among those that were searched, and how far it is. */
export interface Neighbour {
  readonly index: number;
  readonly distance: number;
}

/** Finds the k nearest of some vectors to each query, the nearest first. */
export type FindNearest = (
  vectors: readonly Float32Array[],
  queries: readonly Float32Array[],
  k: number,
) => Promise<Neighbour[][]>;

/** How many queries are asked at once. */
const chunk = 1024;

/** Exact search on the pipeline's device, among descriptors of a recogniser. */
export function nearestOn(
  pipeline: FacePipeline,
  { metric, dimensions }: Pick<RecognizerInfo, 'metric' | 'dimensions'>,
): FindNearest {
  return async (vectors, queries, k) => {
    const index = createIndex(pipeline, { dimensions, metric: indexMetrics[metric] });
    try {
      await index.add(joined(vectors, dimensions));
      const found: Neighbour[][] = [];
      for (let first = 0; first < queries.length; first += chunk) {
        const asked = queries.slice(first, first + chunk);
        found.push(...readRows(await index.search(joined(asked, dimensions), k), metric));
      }
      return found;
    } finally {
      await index.dispose();
    }
  };
}

interface Rows {
  readonly k: number;
  readonly ids: Uint32Array;
  readonly distances: Float32Array;
}

function readRows({ k, ids, distances }: Rows, metric: Metric): Neighbour[][] {
  return Array.from({ length: k === 0 ? 0 : ids.length / k }, (_, row) => {
    return Array.from({ length: k }, (_, i): Neighbour => {
      const at = row * k + i;
      return { index: ids[at], distance: fromIndex(metric, distances[at]) };
    });
  });
}

function joined(vectors: readonly Float32Array[], dimensions: number): Float32Array<ArrayBuffer> {
  const all = new Float32Array(vectors.length * dimensions);
  vectors.forEach((vector, i) => {
    all.set(vector, i * dimensions);
  });
  return all;
}
