import { Device, type DistanceMetric } from '@facegpu/kernels';
import { Random } from '@facegpu/kernels/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectError } from '../testing/errors.ts';
import { FlatIndex } from './flat-index.ts';
import { distanceOf } from './metric.ts';
import { BlockSize, nearestOthers } from './nearest-others.ts';
import type { IndexOptions, Vectors } from './vector-index.ts';

const seed = 20_261_127;

/** All pairs in float64, sorted. */
function reference(vectors: Vectors, size: number, k: number, metric: DistanceMetric) {
  const count = vectors.length / size;
  const rows = Array.from({ length: count }, (_, i) => vectors.subarray(i * size, (i + 1) * size));
  return rows.map((query, i) => {
    const others = rows.flatMap((row, id) => {
      if (id === i) return [];
      const distance =
        metric === 'cosine'
          ? distanceOf('cosine', query, row)
          : query.reduce((sum, value, axis) => sum + (value - row[axis]) ** 2, 0);
      return [{ id, distance }];
    });
    return others.sort((a, b) => a.distance - b.distance || a.id - b.id).slice(0, k);
  });
}

describe('the nearest others of each vector', () => {
  let device: Device;
  beforeAll(async () => {
    device = await Device.acquire();
  });
  afterAll(() => device.dispose());

  const withIndex = async (
    meta: object,
    vectors: Vectors,
    options: IndexOptions,
    use: (index: FlatIndex) => Promise<void>,
  ) => {
    Object.assign(meta, { adapter: device.info.name });
    const host = { run: <T>(work: (d: Device) => Promise<T>) => work(device) };
    const index = new FlatIndex(host, options, () => {});
    await index.add(vectors);
    await use(index);
    await index.dispose();
  };

  it.for([
    { count: 1, size: 3, k: 2 },
    { count: 2, size: 1, k: 1 },
    { count: 7, size: 5, k: 50 },
    { count: 65, size: 63, k: 7 },
    { count: 257, size: 128, k: 10 },
    { count: 331, size: 17, k: 31, metric: 'cosine' },
    { count: 263, size: 512, k: 4, metric: 'cosine' },
  ] as const)('are those of float64: %o', async ({ count, size, k, ...rest }, { task }) => {
    const { metric = 'squaredEuclidean' } = rest as { metric?: DistanceMetric };
    const random = new Random(seed + count);
    const vectors = Float32Array.from({ length: count * size }, () => random.uniform(-1, 1));
    const options = { dimensions: size, metric };
    await withIndex(task.meta, vectors, options, async (index) => {
      const found = await nearestOthers(index, vectors, k);
      const wanted = reference(vectors, size, k, metric);
      expect(found.k).toBe(Math.min(k, count - 1));
      expect([...found.ids]).toEqual(wanted.flat().map(({ id }) => id));
      const distances = wanted.flat().map(({ distance }) => Math.fround(distance));
      for (const [i, distance] of distances.entries()) {
        expect(found.distances[i]).toBeCloseTo(distance, 5);
      }
    });
  });

  it('are the equal ones where there are many, but never itself', async ({ task }) => {
    // Three places, each taken many times over: more equals than neighbours are asked for.
    const count = 150;
    const vectors = Float32Array.from({ length: count * 2 }, (_, i) => Math.floor(i / 2) % 3);
    await withIndex(task.meta, vectors, { dimensions: 2 }, async (index) => {
      const { k, ids, distances } = await nearestOthers(index, vectors, 5);
      const wanted = reference(vectors, 2, 5, 'squaredEuclidean');
      expect(k).toBe(5);
      expect([...ids]).toEqual(wanted.flat().map(({ id }) => id));
      expect(distances.every((distance) => distance === 0)).toBe(true);
    });
  });

  it('come of a part of them, and tell how far they are', async ({ task }) => {
    const random = new Random(seed);
    const vectors = Float32Array.from({ length: 300 * 3 }, () => random.uniform(-1, 1));
    await withIndex(task.meta, vectors, { dimensions: 3 }, async (index) => {
      const all = await nearestOthers(index, vectors, 4);
      const steps: number[] = [];
      const onProgress = (done: number) => steps.push(done);
      const part = await nearestOthers(index, vectors, 4, { from: 10, to: 130, onProgress });
      expect([...part.ids]).toEqual([...all.ids.subarray(40, 520)]);
      expect(steps.at(-1)).toBe(120);
      expect(steps.length).toBeGreaterThan(1);
      const signal = AbortSignal.abort();
      await expectError(() => nearestOthers(index, vectors, 4, { signal }), 'aborted', /cancelled/);
    });
  });

  it('are refused where something is wrong', async ({ task }) => {
    const vectors = new Float32Array(12);
    await withIndex(task.meta, vectors, { dimensions: 3 }, async (index) => {
      const ask = (given: Vectors, k = 1) => nearestOthers(index, given, k);
      await expectError(() => ask(vectors, 0), 'bad-argument', /k is 0/);
      await expectError(() => ask(new Float32Array(11)), 'shape-mismatch', /11 numbers/);
      await expectError(() => ask(new Float32Array(9)), 'bad-argument', /holds 4 vectors, and 3/);
      const odd = Float32Array.from(vectors);
      odd[4] = Number.NaN;
      await expectError(() => ask(odd), 'bad-argument', /vector 1 has NaN at 1/);
    });
  });
});

describe('the size of a block', () => {
  it('grows while blocks are quick, and shrinks where they are slow', () => {
    const blocks = new BlockSize();
    const sizes = [1, 1, 1, 1, 600, 600, 3000, 60_000].map((took) => {
      blocks.took(took);
      return blocks.size;
    });
    expect(sizes).toEqual([64, 128, 256, 256, 64, 16, 8, 8]);
  });
});
