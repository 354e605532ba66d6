import type { DistanceMetric, VectorFormat } from '@facegpu/kernels';

export interface IndexOptions {
  /** Numbers of a vector. */
  readonly dimensions: number;
  /** What near means; `squaredEuclidean` where left out. */
  readonly metric?: DistanceMetric;
  /**
   * How vectors lie in the GPU's memory; `f32` where left out. `f16` takes half of it and `int8` a quarter,
   * and what is found is the same: the GPU gathers all that may be near, and these are compared as they
   * were added.
   */
  readonly format?: VectorFormat;
}

export interface AddOptions {
  /**
   * The index may keep the array itself, which nobody may read or change from then on: no copy is made of a large one.
   * `false` where left out.
   */
  readonly own?: boolean;
}

/** The vectors that a search may find: the ids themselves, or a bit for each id, the lowest first. */
export type Filter = { readonly ids: ArrayLike<number> } | { readonly bitmap: Uint32Array };

/** The nearest vectors of each query, the nearest first; of equally near ones the lowest id first. */
export interface Neighbours {
  /** How many each query has: fewer than were asked for where there are no more. */
  readonly k: number;
  /** `[queries, k]`. */
  readonly ids: Uint32Array<ArrayBuffer>;
  /** `[queries, k]`, by the index' metric. */
  readonly distances: Float32Array<ArrayBuffer>;
}

/** All vectors within a radius of each query, the nearest first; of equally near ones the lowest id. */
export interface RangeNeighbours {
  /** `[queries + 1]`: what query q has found is from `offsets[q]` up to `offsets[q + 1]`. */
  readonly offsets: Uint32Array<ArrayBuffer>;
  readonly ids: Uint32Array<ArrayBuffer>;
  /** By the index' metric. */
  readonly distances: Float32Array<ArrayBuffer>;
}

/**
 * Vectors under ids, and exact search among them, shaped like faiss' `Index`: what a comparison of all in
 * float64 finds, with distances rounded to f32. Several vectors are one
 * array, one after the other; it must stay as it is until the call has returned. Ids are whole numbers
 * from 0 to 4,294,967,294.
 *
 * Calls may overlap: each sees what those before it have done, and nothing of those after it. One that
 * fails has changed nothing.
 *
 * All throw FaceGpuError `bad-argument`, `shape-mismatch` (another number of dimensions), `disposed`,
 * and, where they need the GPU, `device-lost` and `out-of-memory`.
 */
export interface VectorIndex {
  readonly dimensions: number;
  readonly metric: DistanceMetric;
  /** How many vectors there are. */
  readonly size: number;
  /**
   * Makes room on the GPU for so many vectors in all: those that are there need not move while others are added.
   */
  reserve(count: number): Promise<void>;
  /**
   * Adds vectors under new ids: those given, or the ones after the largest that there ever was.
   *
   * @returns their ids
   */
  add(
    vectors: Vectors,
    ids?: ArrayLike<number>,
    options?: AddOptions,
  ): Promise<Uint32Array<ArrayBuffer>>;
  /**
   * Removes vectors; ids that are not there are passed over.
   *
   * @returns how many there were
   */
  remove(ids: ArrayLike<number>): Promise<number>;
  /** The k nearest of each query. */
  search(queries: Vectors, k: number, filter?: Filter): Promise<Neighbours>;
  /** All whose distance from a query is at most `radius`, by the metric. */
  range(queries: Vectors, radius: number, filter?: Filter): Promise<RangeNeighbours>;
  /** The vectors with these ids, as they were added. */
  reconstruct(ids: ArrayLike<number>): Promise<Vectors>;
  /** Waits for calls under way, then frees everything. */
  dispose(): Promise<void>;
}

/** `[vectors, dimensions]`. */
export type Vectors = Float32Array<ArrayBuffer>;

/** What is disposed of with a pipeline, and first. */
export interface Dependant {
  /** Waits for its own calls under way. */
  dispose(): Promise<void>;
}
