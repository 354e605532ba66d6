/** Vectors with their distances from a query, the nearest first, of equally near ones the lowest id. */
export interface ExactHits {
  readonly ids: Uint32Array<ArrayBuffer>;
  /** In float64. */
  readonly distances: Float64Array<ArrayBuffer>;
}

/** Measures vectors, by their ids, and puts them into order. */
export function measureAll(ids: Uint32Array, measure: (id: number) => number): ExactHits {
  const measured = Float64Array.from(ids, measure);
  const order = Uint32Array.from(ids, (_, i) => i);
  order.sort((a, b) => measured[a] - measured[b] || ids[a] - ids[b]);
  return {
    ids: order.map((i) => ids[i]),
    distances: Float64Array.from(order, (i) => measured[i]),
  };
}
