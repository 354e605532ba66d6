import type { Device, DistanceMetric, Tensor } from '@facegpu/kernels';
import { dense } from '../gpu/dense.ts';
import { Submitter } from '../gpu/submission.ts';
import type { Slots } from './filter.ts';
import { createRangeSearch, type RangeSearch } from './range-search.ts';
import { Recent } from './recent.ts';
import type { Rows } from './rows.ts';
import type { Search } from './search.ts';
import { Segments } from './segments.ts';
import type { SearchOptions } from './tiled-distance.ts';
import { createTopKSearch, type TopKSearch } from './top-k-search.ts';
import type { IndexOptions, Vectors } from './vector-index.ts';

/** Searches of each kind that are kept ready. */
const mostSearches = 4;

/** How many queries a search is for, and how many results. */
export interface SearchSize {
  readonly queries: number;
  /** Neighbours of each query, or hits of all. */
  readonly results: number;
  readonly filtered: boolean;
}

/** What an index has on a device: its vectors, and searches that are ready to run. */
export class OnDevice {
  readonly segments: Segments;
  readonly #metric: DistanceMetric;
  readonly #submitter: Submitter;
  readonly #topKs = new Recent<TopKSearch>(mostSearches);
  readonly #ranges = new Recent<RangeSearch>(mostSearches);
  /** Searches of queries that others compute, by those and by how many neighbours they find. */
  readonly #prepared = new Map<Tensor, Map<number, TopKSearch>>();

  private constructor(segments: Segments, { metric }: Required<IndexOptions>) {
    this.segments = segments;
    this.#metric = metric;
    this.#submitter = new Submitter(segments.device);
  }

  /**
   * Uploads the vectors, with room for so many slots.
   *
   * @throws FaceGpuError `out-of-memory`, `device-lost`
   */
  static async create(
    device: Device,
    rows: Rows,
    options: Required<IndexOptions>,
    slots: number,
  ): Promise<OnDevice> {
    const segments = new Segments(device, options.dimensions, options.format);
    await segments.reserve(Math.max(rows.end, slots));
    segments.uploadVectors(rows, 0, rows.end);
    segments.uploadLabels(rows, 0, rows.end);
    return new OnDevice(segments, options);
  }

  /** A search that finds at least so many neighbours of each query, or all. */
  topK({ queries, results, filtered }: SearchSize): Promise<TopKSearch> {
    const k = Math.min(powerOfTwo(results), this.segments.capacity);
    const capacity = powerOfTwo(queries);
    return this.#topKs.get(`${capacity} ${k} ${filtered}`, () =>
      createTopKSearch(this.segments, this.#options(capacity, filtered), k),
    );
  }

  /** A search that has room for at least so many hits. */
  range({ queries, results, filtered }: SearchSize): Promise<RangeSearch> {
    const room = powerOfTwo(results);
    const capacity = powerOfTwo(queries);
    return this.#ranges.get(`${capacity} ${room} ${filtered}`, () =>
      createRangeSearch(this.segments, this.#options(capacity, filtered), room),
    );
  }

  /** A search of somebody else's queries that finds at least so many neighbours of each, or all. */
  async prepare(queries: Tensor, live: Tensor, results: number): Promise<TopKSearch> {
    const k = Math.min(powerOfTwo(results), this.segments.capacity);
    const own = this.#prepared.get(queries) ?? new Map<number, TopKSearch>();
    this.#prepared.set(queries, own);
    let prepared = own.get(k);
    if (!prepared) {
      const options = { queries, live, metric: this.#metric, filtered: false };
      prepared = await createTopKSearch(this.segments, options, k);
      own.set(k, prepared);
    }
    return prepared;
  }

  /** Runs a search, and waits for what it finds. */
  async run(search: Runnable, queries: Vectors, slots: Slots | undefined): Promise<void> {
    search.setQueries(queries);
    if (slots) search.setFilter(slots.mask);
    const { recordings, readbacks } = search;
    await this.#submitter.run([{ stages: [{ recordings }], readbacks }]);
  }

  /**
   * Makes room for so many slots. Searches are made anew afterwards.
   *
   * @throws FaceGpuError `out-of-memory`, `device-lost`
   */
  async grow(slots: number): Promise<void> {
    await this.segments.reserve(slots);
    this.#forgetSearches();
  }

  dispose(): void {
    this.#forgetSearches();
    this.segments.free();
  }

  #options(capacity: number, filtered: boolean): SearchOptions {
    return {
      queries: dense('queries', 'f32', capacity, this.segments.dimensions),
      live: dense('live queries', 'u32', 1),
      metric: this.#metric,
      filtered,
    };
  }

  #forgetSearches(): void {
    this.#topKs.clear();
    this.#ranges.clear();
    for (const own of this.#prepared.values()) {
      for (const { search } of own.values()) search.dispose();
    }
    this.#prepared.clear();
  }
}

type Runnable = Pick<
  Search<Readonly<Record<string, Tensor>>>,
  'setQueries' | 'setFilter' | 'recordings' | 'readbacks'
>;

/** The next power of two: what is made for it fits more than one call. */
function powerOfTwo(count: number): number {
  return 2 ** Math.ceil(Math.log2(count));
}
