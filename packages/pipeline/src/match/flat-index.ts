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
import { type Bounds, boundsOf, roundUp } from './bounds.ts';
import { measures } from './exact-distance.ts';
import { type ExactHits, measureAll } from './exact-hits.ts';
import { type Slots, slotsOf } from './filter.ts';
import { type FoundWithin, splitByQuery } from './hits.ts';
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

/** The nearest of some queries. */
interface NearRequest {
  /** How many of each. */
  readonly found: number;
  /** How many the GPU gathers of each, at least. */
  readonly wanted: number;
  /** How many there are. */
  readonly all: number;
  readonly slots: Slots | undefined;
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
  readonly #options: Required<IndexOptions>;
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
    this.#options = requireIndexOptions(options);
    const { dimensions, metric } = this.#options;
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
      const all = slots ? slots.count : this.size;
      const found = Math.min(k, all);
      const ids = new Uint32Array(count * found);
      const distances = new Float32Array(count * found);
      if (found === 0) return { k: 0, ids, distances };
      const wanted = Math.min(all, this.#candidates(found));
      const together = Math.floor(mostNeighbours / wanted);
      await this.#eachBatch(queries, together, async (gpu, batch, first) => {
        const near = await this.#nearest(gpu, batch, { found, wanted, all, slots });
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
          const radii = new Float64Array(batch.length / this.dimensions).fill(radius);
          const within = await this.#within(gpu, batch, radii, slots);
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
   * there when that is submitted, as far as it was there now or found room; distances are those that the
   * GPU computes in f32.
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

  /** How many are gathered, so that so many nearest are probably among them. */
  #candidates(found: number): number {
    return this.#options.format === 'int8' ? 2 * found + 32 : found + 4;
  }

  /** The nearest of each query, `found` of them at least: those that the GPU gathers, compared in float64. */
  async #nearest(gpu: OnDevice, queries: Vectors, request: NearRequest): Promise<ExactHits[]> {
    const { found, wanted, all, slots } = request;
    const count = queries.length / this.dimensions;
    const size = { queries: count, results: wanted, filtered: slots !== undefined };
    const { search, k: kept } = await gpu.topK(size);
    await gpu.run(search, queries, slots);
    const values = search.read('values');
    const indices = search.read('indices');
    const results: ExactHits[] = [];
    // Queries of which others than those gathered may be as near, and how far the farthest of theirs is.
    const unsure: number[] = [];
    const radii: number[] = [];
    for (let q = 0; q < count; q++) {
      const query = this.#queryOf(queries, q);
      const begin = q * kept;
      let length = 0;
      while (length < kept && values[begin + length] < nothingDistance) length++;
      const ids = Uint32Array.from({ length }, (_, i) => indices[begin + i]);
      const near = measureAll(ids, (id) => this.#measure(query, id));
      results.push(near);
      if (length >= all) continue;
      const farthest = near.distances[found - 1] ?? Number.POSITIVE_INFINITY;
      const least = this.#bounds(gpu, query).least(values[begin + length - 1] ?? 0);
      if (least > farthest) continue;
      unsure.push(q);
      radii.push(farthest);
    }
    if (unsure.length === 0) return results;
    const theirs = new Float32Array(unsure.length * this.dimensions);
    unsure.forEach((q, i) => {
      theirs.set(this.#queryOf(queries, q), i * this.dimensions);
    });
    const within = await this.#within(gpu, theirs, Float64Array.from(radii), slots);
    unsure.forEach((q, i) => {
      results[q] = within[i];
    });
    return results;
  }

  /** All within a radius of each query: those that the GPU may have computed as such, compared in float64. */
  async #within(
    gpu: OnDevice,
    queries: Vectors,
    radii: Float64Array,
    slots: Slots | undefined,
  ): Promise<ExactHits[]> {
    const size = { queries: radii.length, filtered: slots !== undefined };
    let gathered: FoundWithin | undefined;
    for (let room = firstRoom; !gathered; ) {
      const { search, limits, count } = await gpu.range({ ...size, results: room });
      const farthest = new Float32Array(limits.shape[0]);
      radii.forEach((radius, q) => {
        const bounds = this.#bounds(gpu, this.#queryOf(queries, q));
        farthest[q] = roundUp(bounds.most(radius));
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
      const query = this.#queryOf(queries, q);
      const hits = measureAll(ids, (id) => this.#measure(query, id));
      let length = hits.ids.length;
      while (length > 0 && hits.distances[length - 1] > radii[q]) length--;
      return { ids: hits.ids.slice(0, length), distances: hits.distances.slice(0, length) };
    });
  }

  #queryOf(queries: Vectors, q: number): Vectors {
    return queries.subarray(q * this.dimensions, (q + 1) * this.dimensions);
  }

  #measure(query: Vectors, id: number): number {
    return measures[this.metric](query, this.#rows.vector(this.#rows.slotOf(id) as number));
  }

  #bounds({ segments }: OnDevice, query: Vectors): Bounds {
    return boundsOf(this.metric, query, this.#rows.lengths, segments.loss);
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
