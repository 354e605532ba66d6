import type { RangeNeighbours } from './vector-index.ts';

/** What a range search found, in no order: the i-th of each list belong together. */
export interface HitLists {
  readonly rows: ArrayLike<number>;
  readonly labels: ArrayLike<number>;
  readonly values: ArrayLike<number>;
}

/** Collects what range searches found, and puts it into order. */
export class Hits {
  readonly #queries: Uint32Array<ArrayBuffer>[] = [];
  readonly #ids: Uint32Array<ArrayBuffer>[] = [];
  readonly #distances: Float32Array<ArrayBuffer>[] = [];

  /** Takes over so many hits; `first` is the query that row 0 stands for. */
  add(count: number, first: number, { rows, labels, values }: HitLists): void {
    const length = count;
    this.#queries.push(Uint32Array.from({ length }, (_, i) => first + rows[i]));
    this.#ids.push(Uint32Array.from({ length }, (_, i) => labels[i]));
    this.#distances.push(Float32Array.from({ length }, (_, i) => values[i]));
  }

  /** Of so many queries, each one's hits by distance, then by id. */
  sorted(count: number): RangeNeighbours {
    const length = this.#ids.reduce((sum, list) => sum + list.length, 0);
    const queries = concat(new Uint32Array(length), this.#queries);
    const ids = concat(new Uint32Array(length), this.#ids);
    const distances = concat(new Float32Array(length), this.#distances);
    const order = Uint32Array.from({ length }, (_, i) => i).sort((a, b) => {
      return queries[a] - queries[b] || distances[a] - distances[b] || ids[a] - ids[b];
    });
    const offsets = new Uint32Array(count + 1);
    for (const query of queries) offsets[query + 1]++;
    for (let query = 0; query < count; query++) offsets[query + 1] += offsets[query];
    return {
      offsets,
      ids: order.map((i) => ids[i]),
      distances: Float32Array.from(order, (i) => distances[i]),
    };
  }
}

function concat<T extends Uint32Array | Float32Array>(whole: T, parts: readonly T[]): T {
  let end = 0;
  for (const part of parts) {
    whole.set(part, end);
    end += part.length;
  }
  return whole;
}
