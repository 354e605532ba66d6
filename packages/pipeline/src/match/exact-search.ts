import { nothingDistance, uploadTensor } from '@facegpu/kernels';
import { type Bounds, boundsOf, roundUp } from './bounds.ts';
import { measures } from './exact-distance.ts';
import { type ExactHits, measureAll } from './exact-hits.ts';
import type { Slots } from './filter.ts';
import { type FoundWithin, splitByQuery } from './hits.ts';
import type { OnDevice } from './on-device.ts';
import type { Rows } from './rows.ts';
import type { IndexOptions, Vectors } from './vector-index.ts';

/** The nearest of some queries. */
export interface NearRequest {
  /** How many of each. */
  readonly found: number;
  /** How many there are: not fewer. */
  readonly all: number;
  readonly slots: Slots | undefined;
}

/** What the GPU gathered for a query, the nearest first; the rest of the list holds nothing. */
export interface Gathered {
  readonly ids: Uint32Array;
  /** As the GPU computed them. */
  readonly distances: Float32Array;
}

/** Candidates of a query in order. */
export interface Ranked extends ExactHits {
  /** How many of them come before everything that was not gathered, whatever that is. */
  readonly sure: number;
}

/** What a range search has room for at first. */
const firstRoom = 1024;

/**
 * Searches as float64 would. The GPU computes in f32, of vectors that may be stored shorter: it gathers
 * more than are wanted, these are measured again, and where others may be as near as they are, all that
 * may be are gathered.
 */
export class ExactSearch {
  readonly #rows: Rows;
  readonly #options: Required<IndexOptions>;

  constructor(rows: Rows, options: Required<IndexOptions>) {
    this.#rows = rows;
    this.#options = options;
  }

  /** How many are gathered, so that so many nearest are probably among them. */
  candidates(found: number): number {
    return this.#options.format === 'int8' ? 2 * found + 32 : found + 4;
  }

  /** The nearest of each query, `found` of them at least. */
  async nearest(gpu: OnDevice, queries: Vectors, request: NearRequest): Promise<ExactHits[]> {
    const { found, all, slots } = request;
    const count = queries.length / this.#options.dimensions;
    const results = Math.min(all, this.candidates(found));
    const { search, k } = await gpu.topK({
      queries: count,
      results,
      filtered: slots !== undefined,
    });
    await gpu.run(search, queries, slots);
    const [ids, distances] = [search.read('indices'), search.read('values')];
    const ranked = Array.from({ length: count }, (_, q) => {
      return this.rank(gpu, this.#query(queries, q), gatheredOf(ids, distances, k, q), all);
    });
    const unsure = ranked.flatMap(({ sure }, q) => (sure < found ? [q] : []));
    if (unsure.length === 0) return ranked;
    const theirs = new Float32Array(unsure.length * this.#options.dimensions);
    unsure.forEach((q, i) => {
      theirs.set(this.#query(queries, q), i * this.#options.dimensions);
    });
    const radii = unsure.map((q) => ranked[q].distances[found - 1] ?? Number.POSITIVE_INFINITY);
    const within = await this.within(gpu, theirs, radii, slots);
    const lists: ExactHits[] = ranked;
    unsure.forEach((q, i) => {
      lists[q] = within[i];
    });
    return lists;
  }

  /** All within a radius of each query. */
  async within(
    gpu: OnDevice,
    queries: Vectors,
    radii: readonly number[],
    slots: Slots | undefined,
  ): Promise<ExactHits[]> {
    const size = { queries: radii.length, filtered: slots !== undefined };
    let gathered: FoundWithin | undefined;
    for (let room = firstRoom; !gathered; ) {
      const { search, limits, count } = await gpu.range({ ...size, results: room });
      const farthest = new Float32Array(limits.shape[0]);
      radii.forEach((radius, q) => {
        farthest[q] = roundUp(this.#bounds(gpu, this.#query(queries, q)).most(radius));
      });
      uploadTensor(gpu.segments.device, limits, farthest);
      uploadTensor(gpu.segments.device, count, Uint32Array.of(0));
      await gpu.run(search, queries, slots);
      const found = search.read('count')[0];
      if (found <= room) {
        gathered = { count: found, rows: search.read('rows'), labels: search.read('labels') };
      }
      room = found;
    }
    return splitByQuery(gathered, radii.length).map((ids, q) => {
      const hits = this.#measure(this.#query(queries, q), ids);
      let length = hits.ids.length;
      while (length > 0 && hits.distances[length - 1] > radii[q]) length--;
      return { ids: hits.ids.slice(0, length), distances: hits.distances.slice(0, length) };
    });
  }

  /**
   * Puts in order what was gathered for a query: those of it that are still there.
   *
   * @param all how many there were to gather, if that is known
   */
  rank(
    gpu: OnDevice,
    query: Float32Array,
    { ids, distances }: Gathered,
    all = Number.POSITIVE_INFINITY,
  ): Ranked {
    let length = 0;
    while (length < ids.length && distances[length] < nothingDistance) length++;
    const present = ids.subarray(0, length).filter((id) => this.#rows.slotOf(id) !== undefined);
    const hits = this.#measure(query, present);
    if (length < ids.length || length >= all) return { ...hits, sure: Number.POSITIVE_INFINITY };
    const others = this.#bounds(gpu, query).least(distances[length - 1]);
    const sure = hits.distances.findIndex((distance) => distance >= others);
    return { ...hits, sure: sure < 0 ? hits.ids.length : sure };
  }

  #query(queries: Vectors, q: number): Vectors {
    const { dimensions } = this.#options;
    return queries.subarray(q * dimensions, (q + 1) * dimensions);
  }

  #measure(query: Float32Array, ids: Uint32Array): ExactHits {
    const measure = measures[this.#options.metric];
    return measureAll(ids, (id) => {
      return measure(query, this.#rows.vector(this.#rows.slotOf(id) as number));
    });
  }

  #bounds({ segments }: OnDevice, query: Float32Array): Bounds {
    return boundsOf(this.#options.metric, query, this.#rows.lengths, segments.loss);
  }
}

/** What was gathered for one of the queries, in lists of k. */
export function gatheredOf(
  ids: ArrayLike<number>,
  distances: ArrayLike<number>,
  k: number,
  query: number,
): Gathered {
  const own = (list: ArrayLike<number>) => (_: unknown, i: number) => list[query * k + i];
  return {
    ids: Uint32Array.from({ length: k }, own(ids)),
    distances: Float32Array.from({ length: k }, own(distances)),
  };
}
