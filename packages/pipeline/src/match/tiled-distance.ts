import { type Dispatch, type DistanceMetric, distance, type Tensor } from '@facegpu/kernels';
import { dense } from '../gpu/dense.ts';
import { type Segments, type Tile, tileAlignment } from './segments.ts';

/** Distances that are held at once, at most: 8 MiB of them. */
const mostDistances = 2 ** 21;

/** What a search compares. */
export interface SearchOptions {
  /** `[capacity, dimensions]`, dense, f32. */
  readonly queries: Tensor;
  /** One u32: how many of the queries there are. */
  readonly live: Tensor;
  readonly metric: DistanceMetric;
  /** Whether it brings masks of its own, instead of finding whatever is there. */
  readonly filtered: boolean;
}

/** A part of the distances between queries and an index: gone when the next part is computed. */
export interface TileOfDistances extends Tile {
  /** `[capacity, count]`, dense, f32. */
  readonly distances: Tensor;
  readonly dispatches: readonly Dispatch[];
}

/**
 * The distances of all queries to all vectors, tile by tile, each in the place of the one before: the
 * whole matrix may be larger than memory.
 */
export function tiledDistance(segments: Segments, options: SearchOptions): TileOfDistances[] {
  const { queries, live, metric, filtered } = options;
  const [capacity] = queries.shape;
  const aligned = Math.floor(mostDistances / capacity / tileAlignment) * tileAlignment;
  const tiles = segments.tiles(Math.max(tileAlignment, aligned));
  const widest = Math.max(...tiles.map(({ count }) => count));
  const matrix = dense('distances', 'f32', capacity, widest);
  return tiles.map((tile) => {
    const mask = filtered ? dense('filter', 'u32', ...tile.mask.shape) : tile.mask;
    const distances = matrix.view([capacity, tile.count]);
    const dispatches = distance({ ...tile, queries, mask, metric, distances, live });
    return { ...tile, mask, distances, dispatches };
  });
}
