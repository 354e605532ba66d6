import { type RangeHits, range, type Tensor } from '@facegpu/kernels';
import { dense } from '../gpu/dense.ts';
import { Search } from './search.ts';
import type { Segments } from './segments.ts';
import { type SearchOptions, tiledDistance } from './tiled-distance.ts';

/** Finds the vectors within a radius of each query, as long as there is room for all. */
export interface RangeSearch {
  readonly search: Search<Readonly<Record<keyof RangeHits, Tensor>>>;
  /** How far a vector may be of each query, by the metric. */
  readonly limits: Tensor;
  /** One u32, to be set to 0 before each run. */
  readonly count: Tensor;
}

/**
 * @param room the most that can be found of all queries together
 * @throws FaceGpuError `out-of-memory`, `device-lost`
 */
export async function createRangeSearch(
  segments: Segments,
  options: SearchOptions,
  room: number,
): Promise<RangeSearch> {
  const { queries, live } = options;
  const limits = dense('radius', 'f32', queries.shape[0]);
  const hits = {
    count: dense('hits', 'u32', 1),
    rows: dense('queries of hits', 'u32', room),
    labels: dense('ids of hits', 'u32', room),
    values: dense('distances of hits', 'f32', room),
  };
  const tiles = tiledDistance(segments, options);
  const dispatches = tiles.flatMap(({ distances, labels, dispatches: measuring }) => [
    ...measuring,
    ...range({ input: distances, limits, labels, hits, live }),
  ]);
  const parts = { ...options, tiles, dispatches, outputs: hits };
  const search = await Search.create(segments.device, parts);
  return { search, limits, count: hits.count };
}
