import os from 'node:os';
import type { VectorSearchLibrary } from './vector-search.ts';

/** USearch: an approximate search by a graph of neighbours (HNSW), as it is set by default, on all cores. */
export const usearch: VectorSearchLibrary = {
  name: 'usearch',
  approximate: true,
  // Its graph of a million takes a quarter of an hour on two cores.
  most: 100_000,
  async open(rows, dimensions) {
    const library = await import('usearch').catch(() => undefined);
    if (!library) return undefined;
    const threads = os.availableParallelism();
    const count = rows.length / dimensions;
    const before = process.memoryUsage.rss();
    const index = new library.Index(dimensions, library.MetricKind.L2sq);
    const keys = BigUint64Array.from({ length: count }, (_, row) => BigInt(row));
    index.add(keys, rows, threads);
    return {
      megabytes: (process.memoryUsage.rss() - before) / 1e6,
      async run(queries, k) {
        const { keys: found } = index.search(queries, k, threads);
        return Array.from(found, Number);
      },
      dispose() {},
    };
  },
};
