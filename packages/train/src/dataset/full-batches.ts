/** Some numbers of a list, and as many as a batch takes. */
export interface FullBatch {
  /** Where the first of them stands in the list. */
  readonly first: number;
  readonly live: readonly number[];
  /** The same, filled up with the last one. */
  readonly all: readonly number[];
}

/** A list in batches of `count`, in its order. */
export function fullBatches(numbers: readonly number[], count: number): FullBatch[] {
  return Array.from({ length: Math.ceil(numbers.length / count) }, (_, batch) => {
    const first = batch * count;
    const live = numbers.slice(first, first + count);
    const all = Array.from({ length: count }, (_, i) => live[Math.min(i, live.length - 1)]);
    return { first, live, all };
  });
}
