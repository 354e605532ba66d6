/** Who finds the vectors nearest to some queries, by squared Euclidean distance. */
export interface VectorSearch {
  /** The rows that are nearest to each query, the nearest first. */
  run(queries: Float32Array<ArrayBuffer>, k: number): Promise<ArrayLike<number>>;
  /** What it takes in memory beside what was given, in megabytes. */
  readonly megabytes: number;
  dispose(): void;
}

/** A library that searches on the processor. */
export interface VectorSearchLibrary {
  readonly name: string;
  /** Whether it may miss some of the nearest. */
  readonly approximate: boolean;
  /** The most vectors that it is tried with, where it would take too long to make it ready for more. */
  readonly most?: number;
  /** Nothing where it isn't at hand. */
  open(rows: Float32Array, dimensions: number): Promise<VectorSearch | undefined>;
}
