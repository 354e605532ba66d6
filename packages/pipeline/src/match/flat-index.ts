import {
  type Device,
  type DistanceMetric,
  FaceGpuError,
  nothingDistance,
  type Recording,
  type Tensor,
  uploadTensor,
} from '@facegpu/kernels';
import { Queue } from '../async/queue.ts';
import { slotsOf } from './filter.ts';
import { Hits } from './hits.ts';
import { OnDevice } from './on-device.ts';
import {
  requireIds,
  requireIndexOptions,
  requireK,
  requireNewIds,
  requireRadius,
  requireVectors,
} from './requirements.ts';
import { Rows } from './rows.ts';
import type {
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
/** What a range search has room for at first. */
const firstRoom = 1024;
/** Slots that may be spare, however few vectors there are. */
const mostSpare = 1024;

/** Vectors as they are, compared one by one on the GPU: faiss' `IndexFlat` and `IndexIDMap` in one. */
export class FlatIndex implements VectorIndex {
  readonly dimensions: number;
  readonly metric: DistanceMetric;
  readonly #host: DeviceHost;
  readonly #onDispose: () => void;
  readonly #rows: Rows;
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
    const { dimensions, metric } = requireIndexOptions(options);
    this.dimensions = dimensions;
    this.metric = metric;
    this.#host = host;
    this.#onDispose = onDispose;
    this.#rows = new Rows(dimensions);
  }

  get size(): number {
    return this.#rows.size;
  }

  add(vectors: Vectors, given?: ArrayLike<number>): Promise<Uint32Array<ArrayBuffer>> {
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
      rows.put(slots, ids, vectors);
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
      const found = Math.min(k, slots ? slots.count : this.size);
      const ids = new Uint32Array(count * found);
      const distances = new Float32Array(count * found);
      if (found === 0) return { k: 0, ids, distances };
      const together = Math.floor(mostNeighbours / found);
      await this.#eachBatch(queries, together, async (gpu, batch, first) => {
        const size = { queries: batch.length / this.dimensions, results: found };
        const { search, k: kept } = await gpu.topK({ ...size, filtered: slots !== undefined });
        await gpu.run(search, batch, slots);
        const values = search.read('values');
        const indices = search.read('indices');
        for (let q = 0; q < size.queries; q++) {
          for (let i = 0; i < found; i++) {
            ids[(first + q) * found + i] = indices[q * kept + i];
            distances[(first + q) * found + i] = values[q * kept + i];
          }
        }
      });
      return { k: found, ids, distances };
    });
  }

  range(queries: Vectors, radius: number, filter?: Filter): Promise<RangeNeighbours> {
    return this.#call(async () => {
      requireRadius(radius);
      const count = requireVectors(this.dimensions, queries);
      const slots = filter && slotsOf(filter, this.#rows);
      const hits = new Hits();
      if ((slots ? slots.count : this.size) === 0) return hits.sorted(count);
      await this.#eachBatch(queries, mostQueries, async (gpu, batch, first) => {
        const { device } = gpu.segments;
        const size = { queries: batch.length / this.dimensions, filtered: slots !== undefined };
        for (let room = firstRoom; ; ) {
          const range = await gpu.range({ ...size, results: room });
          const { search } = range;
          const limits = new Float32Array(range.limits.shape[0]).fill(radius);
          uploadTensor(device, range.limits, limits);
          uploadTensor(device, range.count, Uint32Array.of(0));
          await gpu.run(search, batch, slots);
          const found = search.read('count')[0];
          if (found <= room) {
            const [rows, labels, values] = [
              search.read('rows'),
              search.read('labels'),
              search.read('values'),
            ];
            hits.add(found, first, { rows, labels, values });
            return;
          }
          room = found;
        }
      });
      return hits.sorted(count);
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
   * there when that is submitted, as far as it was there now or found room.
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
      const { search, k: kept } = await gpu.prepare(queries, live, k);
      let release = () => {};
      const lease = new Promise<void>((resolve) => {
        release = resolve;
      });
      this.#leases.add(lease);
      return {
        recordings: search.recordings,
        results: [search.outputs.values, search.outputs.indices],
        neighbours(values, query) {
          const begin = query * kept;
          const far = values(search.outputs.values);
          const indices = values(search.outputs.indices);
          let found = 0;
          // Slots that hold nothing are farther than anything else.
          while (found < Math.min(k, kept) && far[begin + found] < nothingDistance) found++;
          return {
            k: found,
            ids: Uint32Array.from({ length: found }, (_, i) => indices[begin + i]),
            distances: Float32Array.from({ length: found }, (_, i) => far[begin + i]),
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
    const onDevice = await OnDevice.create(device, this.#rows, this.metric, slots);
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

/** Runs of slots that follow one another, from the first up to the one after the last. */
function runsOf(slots: Uint32Array): [number, number][] {
  const runs: [number, number][] = [];
  for (const slot of slots) {
    const last = runs.at(-1);
    if (last?.[1] === slot) last[1]++;
    else runs.push([slot, slot + 1]);
  }
  return runs;
}

function disposed(): FaceGpuError {
  return new FaceGpuError('disposed', 'the index was disposed of', 'Create another one.');
}
