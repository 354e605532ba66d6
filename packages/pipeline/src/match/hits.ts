/** What a range search gathered, in no order: the i-th of each list belong together. */
export interface FoundWithin {
  readonly count: number;
  /** The query of each. */
  readonly rows: ArrayLike<number>;
  /** The id of each. */
  readonly labels: ArrayLike<number>;
}

/** The ids that were found of each query. */
export function splitByQuery(
  { count, rows, labels }: FoundWithin,
  queries: number,
): Uint32Array<ArrayBuffer>[] {
  const lengths = new Uint32Array(queries);
  for (let i = 0; i < count; i++) lengths[rows[i]]++;
  const lists = Array.from(lengths, (length) => new Uint32Array(length));
  const ends = new Uint32Array(queries);
  for (let i = 0; i < count; i++) lists[rows[i]][ends[rows[i]]++] = labels[i];
  return lists;
}
