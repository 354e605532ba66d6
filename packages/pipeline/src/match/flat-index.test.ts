import {
  allocate,
  Device,
  type DistanceMetric,
  Readback,
  Tensor,
  uploadTensor,
  type VectorFormat,
} from '@facegpu/kernels';
import { Random, starveEach } from '@facegpu/kernels/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { Submitter } from '../gpu/submission.ts';
import { expectError } from '../testing/errors.ts';
import { FlatIndex, type PreparedSearch } from './flat-index.ts';
import type { Filter, IndexOptions, Vectors } from './vector-index.ts';

const seed = 20_250_101;

/** The vectors of an index by id: what it should know. */
type Known = Map<number, Float32Array>;

interface Hit {
  readonly id: number;
  readonly distance: number;
}

function dot(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, i) => sum + value * b[i], 0);
}

const measures: Readonly<Record<DistanceMetric, (a: Float32Array, b: Float32Array) => number>> = {
  squaredEuclidean: (a, b) => a.reduce((sum, value, i) => sum + (value - b[i]) ** 2, 0),
  innerProduct: (a, b) => -dot(a, b),
  cosine(a, b) {
    const lengths = Math.sqrt(dot(a, a)) * Math.sqrt(dot(b, b));
    return lengths === 0 ? 1 : 1 - dot(a, b) / lengths;
  },
};

/** Every vector's distance in float64, the nearest first, of equally near ones the lowest id. */
function rank(known: Known, query: Float32Array, metric: DistanceMetric): Hit[] {
  return Array.from(known, ([id, vector]) => ({
    id,
    distance: measures[metric](query, vector),
  })).sort((a, b) => a.distance - b.distance || a.id - b.id);
}

describe('a flat index', () => {
  let device: Device;
  beforeAll(async () => {
    device = await Device.acquire();
  });
  afterAll(() => device.dispose());

  const made: FlatIndex[] = [];
  afterEach(async () => {
    for (const index of made.splice(0)) await index.dispose();
    vi.restoreAllMocks();
  });

  /** An index on the device of this lane, which may be replaced. */
  const create = (meta: object, options: IndexOptions) => {
    Object.assign(meta, { adapter: device.info.name });
    const host = { device, run: <T>(work: (d: Device) => Promise<T>) => work(host.device) };
    const disposed = vi.fn();
    const index = new FlatIndex(host, options, disposed);
    made.push(index);
    return { index, host, disposed };
  };

  /** Whole numbers of a few levels, so that distances are exact and many are equal. */
  const drawLevels = (random: Random, count: number): Vectors =>
    Float32Array.from({ length: count }, () => random.integer(-2, 2));
  const drawFloats = (random: Random, count: number): Vectors =>
    Float32Array.from({ length: count }, () => random.uniform(-1, 1));

  const remember = (known: Known, ids: Uint32Array, vectors: Vectors) => {
    const size = vectors.length / ids.length;
    for (const [i, id] of ids.entries()) known.set(id, vectors.slice(i * size, (i + 1) * size));
  };

  /** Looks for the nearest, and for all within a radius: the very same as by float64. */
  const check = async (
    index: FlatIndex,
    known: Known,
    queries: Vectors,
    { k = 5, filter }: { k?: number; filter?: Filter } = {},
  ) => {
    const { metric, dimensions } = index;
    expect(index.size).toBe(known.size);
    const allowed = filter ? allow(known, filter) : known;
    const count = queries.length / dimensions;
    const ranked = Array.from({ length: count }, (_, q) =>
      rank(allowed, queries.subarray(q * dimensions, (q + 1) * dimensions), metric),
    );
    const nearest = await index.search(queries, k, filter);
    expect(nearest.k).toBe(Math.min(k, allowed.size));
    const found = (
      begin: number,
      end: number,
      lists: { ids: Uint32Array; distances: Float32Array },
    ) =>
      Array.from(lists.ids.subarray(begin, end), (id, i) => ({
        id,
        distance: lists.distances[begin + i],
      }));
    ranked.forEach((wanted, q) => {
      const got = found(q * nearest.k, (q + 1) * nearest.k, nearest);
      expect(got).toEqual(wanted.slice(0, nearest.k).map(rounded));
    });
    // Half of what is there for the first query, the one at the very radius too.
    const [first] = ranked;
    const radius = first?.[Math.floor((first?.length ?? 0) / 2)]?.distance ?? 1;
    const within = await index.range(queries, radius, filter);
    expect(within.offsets).toHaveLength(count + 1);
    ranked.forEach((wanted, q) => {
      const got = found(within.offsets[q], within.offsets[q + 1], within);
      const near = wanted.filter(({ distance }) => distance <= radius);
      expect(got).toEqual(near.map(rounded));
    });
  };

  const rounded = ({ id, distance }: Hit): Hit => ({ id, distance: Math.fround(distance) });

  const allow = (known: Known, filter: Filter): Known => {
    const isAllowed = (id: number) =>
      'ids' in filter
        ? Array.from(filter.ids).includes(id)
        : ((filter.bitmap[id >>> 5] >>> (id & 31)) & 1) === 1;
    return new Map([...known].filter(([id]) => isAllowed(id)));
  };

  const metrics = ['squaredEuclidean', 'innerProduct', 'cosine'] as const;
  const cases = metrics.flatMap((metric) =>
    [
      { dimensions: 1, size: 7, queries: 3 },
      { dimensions: 3, size: 257, queries: 1 },
      { dimensions: 128, size: 300, queries: 5 },
      { dimensions: 67, size: 1031, queries: 17 },
    ].map((sizes) => ({ metric, ...sizes })),
  );
  it.for(cases)(
    '$metric: $size vectors of $dimensions, $queries queries',
    async ({ metric, dimensions, size, queries }, { task }) => {
      const { index } = create(task.meta, { dimensions, metric });
      const random = new Random(seed + size);
      const known: Known = new Map();
      const vectors = drawFloats(random, size * dimensions);
      remember(known, await index.add(vectors), vectors);
      for (const k of [1, 5, 40, size + 9]) {
        await check(index, known, drawFloats(random, queries * dimensions), { k });
      }
    },
  );

  /** Vectors around a few, some of them copies: nearer to one another than short formats can tell. */
  const drawClusters = (random: Random, count: number, dimensions: number): Vectors => {
    const centres = drawFloats(random, 20 * dimensions);
    const vectors = new Float32Array(count * dimensions);
    for (let i = 0; i < count; i++) {
      const centre = random.integer(0, 19) * dimensions;
      const spread = random.pick([0, 1e-7, 1e-4, 0.1]);
      for (let j = 0; j < dimensions; j++) {
        vectors[i * dimensions + j] = centres[centre + j] + spread * random.uniform(-1, 1);
      }
    }
    return vectors;
  };

  const formats = ['f32', 'f16', 'int8'] as const;
  it.for(formats.flatMap((format) => metrics.map((metric) => ({ format, metric }))))(
    'tells what lies close together apart: $format, $metric',
    async ({ format, metric }, { task }) => {
      const dimensions = 37;
      const { index } = create(task.meta, { dimensions, metric, format });
      const random = new Random(seed + 8);
      const known: Known = new Map();
      for (const count of [700, 50]) {
        const vectors = drawClusters(random, count, dimensions);
        remember(known, await index.add(vectors), vectors);
      }
      await index.remove([1, 2, 600]);
      for (const id of [1, 2, 600]) known.delete(id);
      const queries = new Float32Array(3 * dimensions);
      queries.set(known.get(5) as Float32Array);
      queries.set(known.get(731) as Float32Array, dimensions);
      for (const k of [1, 30, 800]) await check(index, known, queries, { k });
      const bitmap = Uint32Array.from({ length: 24 }, () => random.integer(0, 0xffffffff));
      await check(index, known, queries, { k: 20, filter: { bitmap } });
      await check(index, known, queries, { k: 20, filter: { ids: [3, 4, 700] } });
    },
  );

  it.for(formats)('finds vectors of any length by their angles: %s', async (format, { task }) => {
    const { index } = create(task.meta, { dimensions: 8, metric: 'cosine', format });
    const random = new Random(seed + 9);
    const known: Known = new Map();
    const vectors = drawFloats(random, 100 * 8).map((value, i) => {
      return value * 10 ** ((Math.floor(i / 8) % 7) * 10 - 45);
    });
    remember(known, await index.add(vectors), vectors);
    await check(index, known, drawFloats(random, 2 * 8), { k: 10 });
  });

  const drawVectors = (random: Random, count: number, dimensions: number): Vectors =>
    drawFloats(random, count * dimensions);

  interface LargeCase {
    readonly format: VectorFormat;
    readonly count: number;
    readonly dimensions: number;
    readonly clustered?: boolean;
  }
  it.for<LargeCase>([
    { format: 'f32', count: 10_000, dimensions: 128 },
    { format: 'f16', count: 10_000, dimensions: 128 },
    { format: 'int8', count: 10_000, dimensions: 128 },
    { format: 'int8', count: 10_000, dimensions: 512 },
    { format: 'f32', count: 100_000, dimensions: 128 },
    { format: 'f16', count: 100_000, dimensions: 128, clustered: true },
    { format: 'int8', count: 10_000, dimensions: 512, clustered: true },
  ])(
    'finds the nearest of $count vectors of $dimensions, in $format, clustered: $clustered',
    async ({ format, count, dimensions, clustered = false }, { task }) => {
      const { index } = create(task.meta, { dimensions, format });
      const random = new Random(seed + 10);
      const draw = clustered ? drawClusters : drawVectors;
      const vectors = draw(random, count, dimensions);
      const known: Known = new Map();
      remember(known, await index.add(vectors), vectors);
      const queries = drawFloats(random, 2 * dimensions);
      if (clustered) queries.set(vectors.subarray(0, dimensions));
      await check(index, known, queries, { k: 10 });
    },
  );

  it('finds the same as brute force whatever was added and removed', async ({ task }) => {
    const { index } = create(task.meta, { dimensions: 5 });
    const random = new Random(seed + 1);
    const known: Known = new Map();
    for (let round = 0; round < 24; round++) {
      const count = random.integer(0, round % 4 === 0 ? 700 : 90);
      const vectors = drawLevels(random, count * 5);
      if (round % 3 === 1) {
        const ids = Array.from({ length: count }, () => random.integer(0, 4_000_000_000));
        const fresh = ids.filter((id, i) => !known.has(id) && ids.indexOf(id) === i);
        const own = vectors.subarray(0, fresh.length * 5);
        remember(known, await index.add(own, fresh), own);
      } else {
        remember(known, await index.add(vectors), vectors);
      }
      const share = random.pick([0.05, 0.3, 0.9]);
      const gone = [...known.keys()].filter(() => random.uniform(0, 1) < share);
      // Twice, and some that never were: both are passed over.
      expect(await index.remove([...gone, ...gone, 4_294_967_294])).toBe(gone.length);
      for (const id of gone) known.delete(id);
      const k = random.pick([1, 3, 17, 100]);
      await check(index, known, drawLevels(random, 3 * 5), { k });
    }
  });

  it('keeps arrays that it may keep, whatever is removed and added later', async ({ task }) => {
    const { index } = create(task.meta, { dimensions: 64 });
    const random = new Random(seed + 20);
    const known: Known = new Map();
    for (let round = 0; round < 12; round++) {
      const vectors = drawLevels(random, random.pick([1, 100, 256, 700]) * 64);
      const own = round % 4 !== 3;
      // What is kept may change as others are removed: the test has a copy.
      remember(known, await index.add(vectors.slice(), undefined, { own }), vectors);
      if (round % 3 === 2) {
        const gone = [...known.keys()].filter(() => random.uniform(0, 1) < 0.8);
        await index.remove(gone);
        for (const id of gone) known.delete(id);
      }
      await check(index, known, drawLevels(random, 2 * 64));
      const ids = [...known.keys()];
      const all = ids.flatMap((id) => [...(known.get(id) as Float32Array)]);
      expect([...(await index.reconstruct(ids))]).toEqual(all);
    }
  });

  it('takes no further memory for vectors that it has reserved room for', async ({ task }) => {
    const { index } = create(task.meta, { dimensions: 8 });
    const random = new Random(seed + 21);
    const known: Known = new Map();
    await index.reserve(0);
    await index.reserve(3000);
    const reserved = device.memory;
    for (let part = 0; part < 3; part++) {
      const vectors = drawLevels(random, 1000 * 8);
      remember(known, await index.add(vectors), vectors);
    }
    expect(device.memory).toEqual(reserved);
    await check(index, known, drawLevels(random, 2 * 8));
    await expectError(() => index.reserve(-1), 'bad-argument', /-1/);
    await expectError(() => index.reserve(0.5), 'bad-argument', /0\.5/);
  });

  it('finds only what a filter lets through', async ({ task }) => {
    const { index } = create(task.meta, { dimensions: 4 });
    const random = new Random(seed + 2);
    const known: Known = new Map();
    const vectors = drawLevels(random, 500 * 4);
    remember(known, await index.add(vectors), vectors);
    await index.remove([3, 8, 77]);
    for (const id of [3, 8, 77]) known.delete(id);
    const queries = drawLevels(random, 2 * 4);
    const bitmap = Uint32Array.from({ length: 9 }, () => random.integer(0, 0xffffffff));
    const filters: Filter[] = [
      { ids: [5, 3, 499, 12, 12, 9999] },
      { ids: Uint32Array.of(8, 77) },
      { ids: [] },
      { bitmap },
      { bitmap: new Uint32Array(20).fill(0xffffffff) },
      { bitmap: new Uint32Array(0) },
    ];
    for (const filter of filters) {
      await check(index, known, queries, { k: 4, filter });
      await check(index, known, queries, { k: 300, filter });
    }
    await check(index, known, queries, { k: 4 });
  });

  it('spreads over bindings and tiles, grows on the GPU, and keeps its ids', async ({ task }) => {
    const { limits } = device;
    const own = { maxStorageBufferBindingSize: 100 * 32 * 67 * 4 };
    vi.spyOn(device, 'limits', 'get').mockReturnValue(
      new Proxy(limits, { get: (all, key) => Reflect.get(key in own ? own : all, key) }),
    );
    const { index } = create(task.meta, { dimensions: 67 });
    const random = new Random(seed + 3);
    const known: Known = new Map();
    const write = vi.spyOn(device.gpu.queue, 'writeBuffer');
    for (const size of [1, 255, 256, 257, 3199, 3200, 3201, 7001]) {
      const vectors = drawLevels(random, (size - known.size) * 67);
      write.mockClear();
      remember(known, await index.add(vectors), vectors);
      // Only what is new is uploaded: vectors, ids and mask, in each of the segments that it is in.
      const bytes = write.mock.calls.reduce((sum, [, , data]) => sum + data.byteLength, 0);
      expect(bytes).toBeLessThanOrEqual((vectors.byteLength * 4) / 3 + size / 8 + 64);
      for (const k of [3, 5000]) {
        await check(index, known, drawLevels(random, 2 * 67), { k });
      }
    }
    await check(index, known, drawLevels(random, 20 * 67), { k: 2 });
    const ids = [0, 7000, 3200, 3199];
    const wanted = ids.flatMap((id) => [...(known.get(id) as Float32Array)]);
    expect([...(await index.reconstruct(ids))]).toEqual(wanted);
  });

  it('tells twins apart by their ids, in any order of coming', async ({ task }) => {
    const { index } = create(task.meta, { dimensions: 2 });
    const twins = Float32Array.from({ length: 2 * 600 }, () => 1);
    const ids = Array.from({ length: 600 }, (_, i) => ((i * 7919) % 600) + 100);
    await index.add(twins, ids);
    const { ids: found } = await index.search(Float32Array.of(1, 1), 40);
    expect([...found]).toEqual(Array.from({ length: 40 }, (_, i) => 100 + i));
    // A place that was left is taken again, and says nothing of who comes first.
    await index.remove([100, 300]);
    await index.add(twins.subarray(0, 4), [300, 5]);
    const { ids: again } = await index.search(Float32Array.of(1, 1), 3);
    expect([...again]).toEqual([5, 101, 102]);
  });

  it('numbers vectors after the largest id that there was', async ({ task }) => {
    const { index } = create(task.meta, { dimensions: 1 });
    expect([...(await index.add(Float32Array.of(1, 2)))]).toEqual([0, 1]);
    await index.remove([1]);
    expect([...(await index.add(Float32Array.of(3)))]).toEqual([2]);
    await index.add(Float32Array.of(4), [4_294_967_293]);
    expect([...(await index.add(Float32Array.of(5)))]).toEqual([4_294_967_294]);
    await expectError(() => index.add(Float32Array.of(6)), 'bad-argument', /id 4294967295/);
    expect(index.size).toBe(4);
  });

  it('is empty at first, and again', async ({ task }) => {
    const { index } = create(task.meta, { dimensions: 2 });
    const nothing = async () => {
      expect(await index.search(Float32Array.of(1, 2, 3, 4), 5)).toMatchObject({ k: 0 });
      const { offsets, ids } = await index.range(Float32Array.of(1, 2, 3, 4), 100);
      expect([[...offsets], ids.length]).toEqual([[0, 0, 0], 0]);
      expect(await index.remove([0])).toBe(0);
    };
    await nothing();
    expect(await index.add(new Float32Array(0))).toHaveLength(0);
    expect(await index.search(new Float32Array(0), 5)).toMatchObject({ k: 0 });
    await index.add(Float32Array.of(1, 2));
    await index.remove([0]);
    await nothing();
    await index.add(Float32Array.of(3, 4));
    expect(await index.search(new Float32Array(0), 5)).toMatchObject({ k: 1 });
    const { ids } = await index.search(Float32Array.of(1, 2), 5);
    expect([...ids]).toEqual([1]);
  });

  it('refuses what is none of its own, and goes on', async ({ task }) => {
    expect(() => create(task.meta, { dimensions: 0 })).toThrow(/dimensions is 0/);
    const metric = 'toString' as DistanceMetric;
    expect(() => create(task.meta, { dimensions: 1, metric })).toThrow(/no metric "toString"/);
    const format = 'int4' as VectorFormat;
    expect(() => create(task.meta, { dimensions: 1, format })).toThrow(/no format "int4"/);
    const { index } = create(task.meta, { dimensions: 2 });
    const good = Float32Array.of(1, 2);
    await index.add(good, [7]);
    const wrong: [() => Promise<unknown>, Parameters<typeof expectError>[1], RegExp][] = [
      [() => index.add(Float32Array.of(1, 2, 3)), 'shape-mismatch', /3 numbers.* 2 each/],
      [() => index.add(Float32Array.of(1, 2, 3, Number.NaN)), 'bad-argument', /1 has NaN at 1/],
      [() => index.add(Float32Array.of(1, Number.NEGATIVE_INFINITY)), 'bad-argument', /-Infinity/],
      [() => index.add(Float32Array.of(1e19, 0)), 'bad-argument', /0 is 1\.00e\+19 long/],
      [() => index.add([1, 2] as never), 'bad-argument', /Float32Array/],
      [() => index.add(good, [7]), 'bad-argument', /id 7 is there/],
      [() => index.add(Float32Array.of(1, 2, 3, 4), [8, 8]), 'bad-argument', /id 8 is there/],
      [() => index.add(good, []), 'bad-argument', /0 ids for 1/],
      [() => index.add(good, [1.5]), 'bad-argument', /no id 1\.5/],
      [() => index.add(good, [-1]), 'bad-argument', /no id -1/],
      [() => index.add(good, [2 ** 32 - 1]), 'bad-argument', /no id 4294967295/],
      [() => index.remove([Number.NaN]), 'bad-argument', /no id NaN/],
      [() => index.search(Float32Array.of(Number.NaN, 1), 1), 'bad-argument', /0 has NaN/],
      [() => index.search(Float32Array.of(1), 1), 'shape-mismatch', /1 numbers/],
      [() => index.search(good, 0), 'bad-argument', /k is 0/],
      [() => index.range(good, Number.NaN), 'bad-argument', /radius is NaN/],
      [() => index.reconstruct([8]), 'bad-argument', /no vector 8/],
    ];
    for (const [call, code, message] of wrong) await expectError(call, code, message);
    expect(await index.search(good, 3)).toMatchObject({ k: 1 });
    expect([...(await index.reconstruct([7]))]).toEqual([1, 2]);
    expect(await index.range(good, Number.POSITIVE_INFINITY)).toMatchObject({
      ids: Uint32Array.of(7),
    });
    expect(await index.range(good, Number.NEGATIVE_INFINITY)).toMatchObject({
      ids: new Uint32Array(0),
    });
  });

  it('is as it was where there is no memory, and works once there is', async ({ task }) => {
    const { index } = create(task.meta, { dimensions: 3 });
    const random = new Random(seed + 4);
    const known: Known = new Map();
    const query = drawFloats(random, 3);
    // None are equally near, so that a search is one. The first vectors, and more than there is room for.
    for (const count of [256, 1, 300]) {
      const vectors = drawFloats(random, count * 3);
      const ids = await starveEach(device, () => index.add(vectors));
      remember(known, ids, vectors);
      await starveEach(device, () => index.search(query, 5));
      await starveEach(device, () => index.range(query, 1, { ids }));
      await check(index, known, query);
    }
  });

  it('gives memory back as vectors go', async ({ task }) => {
    const before = device.memory;
    const { index, disposed } = create(task.meta, { dimensions: 8 });
    const random = new Random(seed + 5);
    const known: Known = new Map();
    const vectors = drawLevels(random, 5000 * 8);
    remember(known, await index.add(vectors), vectors);
    const query = drawLevels(random, 8);
    await check(index, known, query);
    const full = device.memory.bytes;
    const gone = [...known.keys()].filter((id) => id % 50 !== 0);
    await index.remove(gone);
    for (const id of gone) known.delete(id);
    await check(index, known, query, { k: 70 });
    expect(device.memory.bytes).toBeLessThan(full / 8);
    const searching = index.search(query, 3);
    const disposing = index.dispose();
    expect((await searching).k).toBe(3);
    await disposing;
    expect(device.memory).toEqual(before);
    expect(disposed).toHaveBeenCalledOnce();
    await expectError(() => index.search(query, 3), 'disposed', /index/);
    await expectError(() => index.add(query), 'disposed', /index/);
    await index.dispose();
    expect(disposed).toHaveBeenCalledOnce();
  });

  it.for(formats)('searches within a submit of others: %s', async (format, { task }) => {
    const before = device.memory;
    const { index } = create(task.meta, { dimensions: 5, format });
    const random = new Random(seed + 7);
    const known: Known = new Map();
    const add = async (count: number) => {
      const vectors = drawFloats(random, count * 5);
      // Twins, which short formats and f32 can't tell from others that are nearly as near.
      if (count >= 100) vectors.copyWithin(0, 50, 40 * 5);
      remember(known, await index.add(vectors), vectors);
    };
    const queries = new Tensor('queries', { shape: [4, 5], dtype: 'f32', layout: 'dense' });
    const live = new Tensor('live', { shape: [1], dtype: 'u32', layout: 'dense' });
    const buffers = await allocate(device, 'test', [queries, live]);
    const submitter = new Submitter(device);
    /** How much of what was asked for was sure each time. */
    const found: number[] = [];
    /** Runs it on some queries, and compares with what is known. */
    const run = async ({ recordings, results, neighbours }: PreparedSearch, k: number) => {
      const values = drawFloats(random, 4 * 5);
      values.set([...known.values()].at(-1) ?? []);
      uploadTensor(device, queries, values);
      uploadTensor(device, live, Uint32Array.of(3));
      const readback = await Readback.create(device, 'test', results);
      if (results.length > 0) {
        await submitter.run([{ stages: [{ recordings }], readbacks: [readback] }]);
      }
      readback.dispose();
      for (let q = 0; q < 3; q++) {
        const { ids, distances } = neighbours((result) => readback.values(result), q);
        const got = Array.from(ids, (id, i) => ({ id, distance: distances[i] }));
        const ranked = rank(known, values.subarray(q * 5, (q + 1) * 5), index.metric);
        expect(got).toEqual(ranked.slice(0, got.length).map(rounded));
        found.push(got.length / Math.min(k, Math.max(1, known.size)));
      }
    };

    const nothing = await index.searchOf(device, queries, live, 3);
    await run(nothing, 3);
    nothing.release();
    await add(100);
    for (const k of [1, 3, 8, 200]) {
      const search = await index.searchOf(device, queries, live, k);
      await run(search, k);
      // What changes meanwhile is seen by the next submit, but nothing is moved.
      await add(5);
      const [first] = known.keys();
      await index.remove([first]);
      known.delete(first);
      await run(search, k);
      search.release();
    }
    const search = await index.searchOf(device, queries, live, 2);
    let grown = false;
    const growing = add(400).then(() => {
      grown = true;
    });
    await run(search, 2);
    expect(grown).toBe(false);
    search.release();
    await growing;
    // Few are left, so that they would move together.
    await add(1000);
    const kept = await index.searchOf(device, queries, live, 2);
    let moved = false;
    const gone = [...known.keys()].slice(5);
    const removing = index.remove(gone).then(() => {
      moved = true;
    });
    await new Promise((resolve) => setTimeout(resolve));
    for (const id of gone) known.delete(id);
    await run(kept, 2);
    expect(moved).toBe(false);
    kept.release();
    await removing;
    const again = await index.searchOf(device, queries, live, 2);
    await run(again, 2);
    const disposing = index.dispose();
    await run(again, 2);
    again.release();
    await disposing;
    await expectError(() => index.searchOf(device, queries, live, 2), 'disposed', /index/);
    for (const buffer of buffers) device.freeBuffer(buffer);
    expect(device.memory).toEqual(before);
    expect(found.reduce((sum, share) => sum + share) / found.length).toBeGreaterThan(0.8);
  });

  it('follows its host to another device', async ({ task }) => {
    const { index, host } = create(task.meta, { dimensions: 3 });
    const random = new Random(seed + 6);
    const known: Known = new Map();
    const vectors = drawLevels(random, 700 * 3);
    remember(known, await index.add(vectors), vectors);
    await index.remove([1, 2, 3]);
    for (const id of [1, 2, 3]) known.delete(id);
    const other = await Device.acquire();
    try {
      host.device = other;
      await check(index, known, drawLevels(random, 2 * 3));
      const more = drawLevels(random, 5 * 3);
      remember(known, await index.add(more), more);
      await check(index, known, drawLevels(random, 2 * 3));
    } finally {
      await index.dispose();
      expect(other.memory.buffers).toBe(0);
      other.dispose();
    }
  });
});
