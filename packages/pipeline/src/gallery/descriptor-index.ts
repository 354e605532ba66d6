/** A row of an index, and how far it is from a query. */
export interface Neighbour {
  /** Counted from 0, in the order in which rows were added. */
  readonly row: number;
  /** Euclidean. */
  readonly distance: number;
}

/** Descriptors that can be searched. Calls must not overlap. */
export interface DescriptorIndex {
  /** Adds rows, all of one length. */
  add(rows: readonly Float32Array<ArrayBuffer>[]): Promise<void>;
  /**
   * The nearest rows, the nearest first: so many at least, where there are.
   *
   * @throws FaceGpuError `device-lost`, `out-of-memory`
   */
  nearest(query: Float32Array<ArrayBuffer>, count: number): Promise<Neighbour[]>;
  dispose(): Promise<void>;
}
