import {
  type Device,
  type DistanceMetric,
  FaceGpuError,
  type Recording,
  type Tensor,
} from '@facegpu/kernels';
import { Queue } from '../async/queue.ts';
import type { ExactHits } from './exact-hits.ts';
import { ExactSearch, gatheredOf } from './exact-search.ts';
import { slotsOf } from './filter.ts';
import { OnDevice } from './on-device.ts';
import {
  requireCount,
  requireIds,
  requireIndexOptions,
  requireK,
  requireNewIds,
  requireRadius,
  requireVectors,
} from './requirements.ts';
import { Rows, runsOf } from './rows.ts';
import type {
  AddOptions,
  Filter,
  IndexOptions,
  Neighbours,
  RangeNeighbours,
  VectorIndex,
  Vectors,
} from './vector-index.ts';

/** Where work can be done on a device, which may be another one after a loss. */
export interface DeviceHost {
  run<T>(work: (device: Device) => Promise<T>): Promise<T>;
}

/** How an index is made on this thread. */
export type IndexKind = new (
  host: DeviceHost,
  options: IndexOptions,
  onDispose: () => void,
) => FlatIndex;

/** A search for a part of somebody else's submits, as many as they like. */
export interface PreparedSearch {
  readonly recordings: readonly Recording[];
  /** What has to be read back. */
  readonly results: readonly Tensor[];
  /** What was found for one of the queries, by what was read back. */
  neighbours(values: (result: Tensor) => ArrayLike<number>, query: number): Neighbours;
  /**
   * To be called once everything is read, and before another search is prepared: until then the index
   * does not grow, and what comes after waits for that.
   */
  release(): void;
}

/** Queries that are compared at once, at most; more take their turns. */
const mostQueries = 256;
/** Neighbours that are looked for at once, at most, unless one query wants more. */
const mostNeighbours = 2 ** 21;
/** Slots that may be spare, however few vectors there are. */
const mostSpare = 1024;

/** Vectors as they are, compared one by one on the GPU: faiss' `IndexFlat` and `IndexIDMap` in one. */
export class FlatIndex implements VectorIndex {
  readonly dimensions: number;
  readonly metric: DistanceMetric;
  readonly #options: Required<IndexOptions>;
  readonly #host: DeviceHost;
  readonly #onDispose: () => void;
  readonly #rows: Rows;
  readonly #exact: ExactSearch;
  readonly #queue = new Queue();
  /** Searches that are a part of somebody's submit now. */
  readonly #leases = new Set<Promise<void>>();
  #onDevice: OnDevice | undefined;
  #nextId = 0;
  #disposing: Promise<void> | undefined;

  /**
   * @param onDispose hears that it was disposed of
   * @throws FaceGpuError `bad-argument`
   */
  constructor(host: DeviceHost, options: IndexOptions, onDispose: () => void) {
    this.#options = requireIndexOptions(options);
    const { dimensions, metric } = this.#options;
    this.dimensions = dimensions;
    this.metric = metric;
    this.#host = host;
    this.#onDispose = onDispose;
    this.#rows = new Rows(dimensions);
    this.#exact = new ExactSearch(this.#rows, this.#options);
  }

  get size(): number {
    return this.#rows.size;
  }

  reserve(count: number): Promise<void> {
    return this.#call(async () => {
      requireCount(count);
      const { end, size } = this.#rows;
      const slots = end + Math.max(0, count - size);
      if (slots > 0) await this.#host.run((device) => this.#on(device, slots));
    });
  }

  add(
    vectors: Vectors,
    given?: ArrayLike<number>,
    { own = false }: AddOptions = {},
  ): Promise<Uint32Array<ArrayBuffer>> {
    return this.#call(async () => {
      const rows = this.#rows;
      const count = requireVectors(this.dimensions, vectors);
      const ids = requireNewIds(
        given ?? Array.from({ length: count }, (_, i) => this.#nextId + i),
        count,
        (id) => rows.slotOf(id) !== undefined,
      );
      if (count === 0) return ids;
      const slots = rows.freeSlots(count);
      const end = slots[count - 1] + 1;
      const { segments } = await this.#host.run((device) => this.#on(device, end));
      rows.put(slots, ids, vectors, own);
      for (const id of ids) this.#nextId = Math.max(this.#nextId, id + 1);
      for (const [from, to] of runsOf(slots)) segments.uploadVectors(rows, from, to);
      segments.uploadLabels(rows, slots[0], end);
      return ids;
    });
  }

  remove(ids: ArrayLike<number>): Promise<number> {
    return this.#call(async () => {
      const rows = this.#rows;
      const slots = new Map<number, number>();
      for (const id of requireIds(ids)) {
        const slot = rows.slotOf(id);
        if (slot !== undefined) slots.set(id, slot);
      }
      if (slots.size === 0) return 0;
      const from = [...slots.values()].reduce((a, b) => Math.min(a, b));
      const to = [...slots.values()].reduce((a, b) => Math.max(a, b)) + 1;
      for (const id of slots.keys()) rows.delete(id);
      const segments = this.#onDevice?.segments;
      segments?.uploadMask(rows, from, to);
      const room = segments?.capacity ?? rows.end;
      if (room > mostSpare && rows.size < room / 4) {
        await Promise.all(this.#leases);
        rows.compact();
        // What is left moves into smaller segments when it is next needed.
        this.#forget();
      }
      return slots.size;
    });
  }

  search(queries: Vectors, k: number, filter?: Filter): Promise<Neighbours> {
    return this.#call(async () => {
      requireK(k);
      const count = requireVectors(this.dimensions, queries);
      const slots = filter && slotsOf(filter, this.#rows);
      const all = slots ? slots.count : this.size;
      const found = Math.min(k, all);
      const ids = new Uint32Array(count * found);
      const distances = new Float32Array(count * found);
      if (found === 0) return { k: 0, ids, distances };
      const together = Math.floor(mostNeighbours / this.#exact.candidates(found));
      await this.#eachBatch(queries, together, async (gpu, batch, first) => {
        const near = await this.#exact.nearest(gpu, batch, { found, all, slots });
        near.forEach((hits, q) => {
          ids.set(hits.ids.subarray(0, found), (first + q) * found);
          distances.set(hits.distances.subarray(0, found), (first + q) * found);
        });
      });
      return { k: found, ids, distances };
    });
  }

  range(queries: Vectors, radius: number, filter?: Filter): Promise<RangeNeighbours> {
    return this.#call(async () => {
      requireRadius(radius);
      const count = requireVectors(this.dimensions, queries);
      const slots = filter && slotsOf(filter, this.#rows);
      const offsets = new Uint32Array(count + 1);
      const lists: ExactHits[] = [];
      if ((slots ? slots.count : this.size) > 0) {
        await this.#eachBatch(queries, mostQueries, async (gpu, batch, first) => {
          const radii = Array<number>(batch.length / this.dimensions).fill(radius);
          const within = await this.#exact.within(gpu, batch, radii, slots);
          within.forEach((hits, q) => {
            offsets[first + q + 1] = hits.ids.length;
            lists.push(hits);
          });
        });
      }
      for (let q = 0; q < count; q++) offsets[q + 1] += offsets[q];
      const ids = new Uint32Array(offsets[count]);
      const distances = new Float32Array(offsets[count]);
      lists.forEach((hits, q) => {
        ids.set(hits.ids, offsets[q]);
        distances.set(hits.distances, offsets[q]);
      });
      return { offsets, ids, distances };
    });
  }

  reconstruct(ids: ArrayLike<number>): Promise<Vectors> {
    return this.#call(async () => {
      const vectors = new Float32Array(ids.length * this.dimensions);
      requireIds(ids).forEach((id, i) => {
        const slot = this.#rows.slotOf(id);
        if (slot === undefined) {
          throw new FaceGpuError('bad-argument', `there is no vector ${id}`, 'It was removed.');
        }
        vectors.set(this.#rows.vector(slot), i * this.dimensions);
      });
      return vectors;
    });
  }

  /**
   * A search of queries that the GPU computes, for the submit that computes them. It finds what is
   * there when that is submitted, as far as it was there now or found room: k of each, or as many as
   * are sure to be the nearest, which are fewer where others lie at nearly the same distance.
   *
   * @param queries `[capacity, dimensions]`, dense, f32
   * @param live one u32: how many there are
   * @throws FaceGpuError `bad-argument`, `out-of-memory`, `device-lost`, `disposed`
   */
  searchOf(device: Device, queries: Tensor, live: Tensor, k: number): Promise<PreparedSearch> {
    return this.#call(async () => {
      requireK(k);
      if (this.size === 0) return emptySearch;
      const gpu = await this.#on(device, this.#rows.end);
      const { search, k: kept } = await gpu.prepare(queries, live, this.#exact.candidates(k));
      const { outputs } = search;
      let release = () => {};
      const lease = new Promise<void>((resolve) => {
        release = resolve;
      });
      this.#leases.add(lease);
      return {
        recordings: search.recordings,
        results: [queries, outputs.values, outputs.indices],
        neighbours: (values, query) => {
          const asked = values(queries);
          const begin = query * this.dimensions;
          const own = Float32Array.from({ length: this.dimensions }, (_, i) => asked[begin + i]);
          const [ids, distances] = [values(outputs.indices), values(outputs.values)];
          const ranked = this.#exact.rank(gpu, own, gatheredOf(ids, distances, kept, query));
          const found = Math.min(k, ranked.sure, ranked.ids.length);
          return {
            k: found,
            ids: ranked.ids.slice(0, found),
            distances: Float32Array.from(ranked.distances.subarray(0, found)),
          };
        },
        release: () => {
          this.#leases.delete(lease);
          release();
        },
      };
    });
  }

  dispose(): Promise<void> {
    this.#disposing ??= this.#queue.add(async () => {
      await Promise.all(this.#leases);
      this.#forget();
      this.#onDispose();
    });
    return this.#disposing;
  }

  /** A call of the caller's, in its turn. */
  #call<T>(work: () => Promise<T>): Promise<T> {
    return this.#disposing === undefined ? this.#queue.add(work) : Promise.reject(disposed());
  }

  /** Does something with batches of at most so many queries. */
  async #eachBatch(
    queries: Vectors,
    most: number,
    work: (gpu: OnDevice, batch: Vectors, first: number) => Promise<void>,
  ): Promise<void> {
    const numbers = Math.max(1, Math.min(most, mostQueries)) * this.dimensions;
    for (let begin = 0; begin < queries.length; begin += numbers) {
      const batch = queries.subarray(begin, begin + numbers);
      await this.#host.run(async (device) => {
        await work(await this.#on(device, this.#rows.end), batch, begin / this.dimensions);
      });
    }
  }

  /** All vectors on a device, with room for so many slots. */
  async #on(device: Device, slots: number): Promise<OnDevice> {
    const before = this.#onDevice;
    if (before?.segments.device === device) {
      if (slots > before.segments.capacity) {
        // Nobody's submit may lose what it reads.
        await Promise.all(this.#leases);
        await before.grow(slots);
      }
      return before;
    }
    const onDevice = await OnDevice.create(device, this.#rows, this.#options, slots);
    // What a lost device held went with it.
    this.#forget();
    this.#onDevice = onDevice;
    return onDevice;
  }

  #forget(): void {
    this.#onDevice?.dispose();
    this.#onDevice = undefined;
  }
}

const emptySearch: PreparedSearch = {
  recordings: [],
  results: [],
  neighbours: () => ({ k: 0, ids: new Uint32Array(0), distances: new Float32Array(0) }),
  release() {},
};

function disposed(): FaceGpuError {
  return new FaceGpuError('disposed', 'the index was disposed of', 'Create another one.');
}
