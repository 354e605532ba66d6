import {
  canScan,
  type Dispatch,
  mergeTopK,
  nearest,
  type Tensor,
  type TopKList,
  topK,
  topKScratch,
} from '@facegpu/kernels';
import { dense } from '../gpu/dense.ts';
import { Search } from './search.ts';
import type { Segments, Tile } from './segments.ts';
import { type SearchOptions, tiledDistance } from './tiled-distance.ts';

/** Finds the nearest vectors of each query. */
export interface TopKSearch {
  /** `[capacity, k]` each. */
  readonly search: Search<{ readonly values: Tensor; readonly indices: Tensor }>;
  /** How many it finds for each query: all that there is room for, at most. */
  readonly k: number;
}

/** What is to be run, where a filter goes, and what comes out. */
interface Plan {
  readonly tiles: readonly Tile[];
  readonly dispatches: readonly Dispatch[];
  readonly nearest: TopKList;
}

/** @throws FaceGpuError `out-of-memory`, `device-lost` */
export async function createTopKSearch(
  segments: Segments,
  options: SearchOptions,
  k: number,
): Promise<TopKSearch> {
  const plan = (canScan(segments.device, k) ? planScan : planTiles)(segments, options, k);
  const { values, indices } = plan.nearest;
  const { tiles, dispatches } = plan;
  const parts = { ...options, tiles, dispatches, outputs: { values, indices } };
  return { search: await Search.create(segments.device, parts), k: lengthOf(plan.nearest) };
}

/** Keeps the nearest while the vectors are read. */
function planScan(segments: Segments, options: SearchOptions, k: number): Plan {
  const { queries, live, metric, filtered } = options;
  const tiles = segments.tiles().map((tile) => {
    return filtered ? { ...tile, mask: dense('filter', 'u32', ...tile.mask.shape) } : tile;
  });
  const found = listOf(queries.shape[0], k);
  const { device } = segments;
  const dispatches = nearest(device, { queries, segments: tiles, metric, live, ...found });
  return { tiles, dispatches, nearest: found };
}

/** Writes distances down, tile by tile: there are more nearest ones than a workgroup has room for. */
function planTiles(segments: Segments, options: SearchOptions, k: number): Plan {
  const { queries, live } = options;
  const [capacity] = queries.shape;
  const tiles = tiledDistance(segments, options);
  const widest = Math.max(...tiles.map(({ count }) => count));
  const scratch = topKScratch(capacity, widest, Math.min(k, widest));
  const own = listOf(capacity, k);
  // What was found before a tile, and what has been found after it, in turns.
  const turns = [listOf(capacity, k), listOf(capacity, k)];
  const dispatches: Dispatch[] = [];
  let nearest = shortened(turns[0], 0);
  tiles.forEach(({ distances, labels, count, dispatches: measuring }, i) => {
    const before = nearest;
    const found = shortened(i === 0 ? turns[0] : own, Math.min(k, count));
    dispatches.push(...measuring, ...topK({ input: distances, labels, ...found, scratch, live }));
    if (i === 0) {
      nearest = found;
      return;
    }
    nearest = shortened(turns[i % 2], Math.min(k, lengthOf(before) + lengthOf(found)));
    dispatches.push(...mergeTopK({ first: before, second: found, merged: nearest, live }));
  });
  return { tiles, dispatches, nearest };
}

function listOf(rows: number, k: number): TopKList {
  return { values: dense('nearest', 'f32', rows, k), indices: dense('ids', 'u32', rows, k) };
}

/** The same room for shorter lists. */
function shortened({ values, indices }: TopKList, k: number): TopKList {
  const shape = [values.shape[0], k];
  return { values: values.view(shape), indices: indices.view(shape) };
}

function lengthOf({ values }: TopKList): number {
  return values.shape[1];
}
