import { Random, starveEach } from '@facegpu/kernels/testing';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Descriptor } from '../api/face.ts';
import { FacePipeline } from '../pipeline.ts';
import { expectError } from '../testing/errors.ts';
import { usePipeline } from '../testing/use-pipeline.ts';
import type { FaceOrDescriptor } from './compare.ts';
import { createIndex } from './create-index.ts';
import { Gallery, type IdentifyOptions, type Match } from './gallery.ts';
import { euclideanDistance } from './metric.ts';
import { distanceAtRate } from './thresholds.ts';
import type { Vectors } from './vector-index.ts';

const dimensions = 128;
const seed = 20_250_101;

interface Enrolled {
  readonly name: string;
  readonly values: Float32Array;
}

/** A random direction of length 1. */
function unit(random: Random): Float32Array {
  const values = Float32Array.from({ length: dimensions }, () => random.uniform(-1, 1));
  const length = Math.hypot(...values);
  return values.map((value) => value / length);
}

/** Descriptors of people in turns, those of one person no nearer to each other than to others'. */
function drawGallery(random: Random, size: number, people: number): Enrolled[] {
  return Array.from({ length: size }, (_, i) => {
    return { name: `person ${i % people}`, values: unit(random) };
  });
}

/** What {@link Gallery.identify} should answer: every distance in float64, sorted. */
function search(
  enrolled: readonly Enrolled[],
  query: Float32Array,
  k: number,
): Pick<Match, 'name' | 'distance'>[] {
  const distances = new Map<string, number>();
  for (const { name, values } of enrolled) {
    const distance = euclideanDistance(values, query);
    distances.set(name, Math.min(distance, distances.get(name) ?? Number.POSITIVE_INFINITY));
  }
  return [...distances]
    .map(([name, distance]) => ({ name, distance }))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, k);
}

describe('a gallery', () => {
  const lane = usePipeline({ recognizer: 'dlib' });
  const made: Gallery[] = [];
  afterEach(async () => {
    for (const gallery of made.splice(0)) await gallery.dispose();
    vi.restoreAllMocks();
  });

  /** An empty gallery, and what stamps descriptors as its own. */
  const create = (meta: object) => {
    const pipeline = lane.pipeline(meta);
    const gallery = new Gallery(pipeline);
    made.push(gallery);
    const { model } = pipeline.info;
    const stamp = (values: Float32Array): Descriptor => ({ model, values });
    const enroll = async (rows: readonly Enrolled[]) => {
      for (const { name, values } of rows) await gallery.enroll(name, stamp(values));
    };
    return { pipeline, gallery, stamp, enroll };
  };

  /** Expects what {@link search} finds. */
  const expectMatches = (
    got: readonly Match[],
    wanted: readonly Pick<Match, 'name' | 'distance'>[],
  ) => {
    expect(got.map(({ name }) => name)).toEqual(wanted.map(({ name }) => name));
    for (const [i, { distance }] of got.entries()) {
      expect(Math.abs(distance - wanted[i].distance)).toBeLessThan(1e-5);
    }
  };

  it.for([
    { size: 1, people: 1 },
    { size: 2, people: 1 },
    { size: 2, people: 2 },
    { size: 63, people: 10 },
    { size: 64, people: 64 },
    { size: 65, people: 7 },
    { size: 256, people: 20 },
    { size: 257, people: 20 },
    { size: 1000, people: 300 },
    { size: 1000, people: 3 },
  ])('of $size descriptors of $people people', async ({ size, people }, { task }) => {
    const { gallery, stamp, enroll } = create(task.meta);
    const random = new Random(seed + size + people);
    const enrolled = drawGallery(random, size, people);
    await enroll(enrolled);
    expect(gallery.size).toBe(size);
    const names = enrolled.slice(0, people).map(({ name }) => name);
    expect(gallery.people.map(({ name }) => name)).toEqual(names);
    const known = random.pick(enrolled);
    for (const k of [1, 3, 10, people + 5]) {
      const query = unit(random);
      const got = await gallery.identify(stamp(query), { k });
      expectMatches(got, search(enrolled, query, k));
      expect(got).toHaveLength(Math.min(k, people));
      // Someone who is in it is found, and lies at no distance.
      const [first] = await gallery.identify(stamp(known.values), { k });
      expect(first).toMatchObject({ name: known.name, distance: 0, same: true });
    }
  });

  it('stays as it was where it finds no memory', async ({ task }) => {
    const { pipeline, gallery, stamp, enroll } = create(task.meta);
    const { device } = pipeline;
    const random = new Random(seed);
    const enrolled = drawGallery(random, 256, 256);
    const [last] = drawGallery(random, 1, 1);
    await enroll(enrolled);
    const query = stamp(unit(random));
    const expectNearest = async (known: readonly Enrolled[], k: number) =>
      expectMatches(await gallery.identify(query, { k }), search(known, query.values, k));
    await expectNearest(enrolled, 3);
    // It is full: the next row needs a larger buffer.
    await starveEach(device, async () => {
      await expectNearest(enrolled, 3);
      expect(gallery.size).toBe(256);
      await gallery.enroll('last', stamp(last.values));
    });
    const all = [...enrolled, { ...last, name: 'last' }];
    expect(gallery.size).toBe(257);
    for (const k of [3, 50]) {
      const [first] = await starveEach(device, () => gallery.identify(stamp(last.values), { k }));
      expect(first).toMatchObject({ name: 'last', distance: 0 });
      await expectNearest(all, k);
    }
  });

  it('goes by the best of a person, not by the mean', async ({ task }) => {
    const { pipeline, gallery, stamp } = create(task.meta);
    const { threshold } = pipeline.info;
    // On a line, so that distances are differences.
    const at = (value: number) => {
      const values = new Float32Array(dimensions);
      values[0] = value;
      return stamp(values);
    };
    await gallery.enroll('far but once', [at(50), at(0.1), at(70)]);
    await gallery.enroll('always near', [at(0.3), at(0.3)]);
    await gallery.enroll('at the threshold', at(-threshold));
    const got = await gallery.identify(at(0), { k: 9 });
    expect(got.map(({ name, same }) => [name, same])).toEqual([
      ['far but once', true],
      ['always near', true],
      ['at the threshold', Math.fround(threshold) < threshold],
    ]);
    expect(got[0].distance).toBeCloseTo(0.1, 6);
    expect(await gallery.identify(at(0))).toEqual(got.slice(0, 1));
  });

  it('names fewer strangers by a nearer threshold, the more descriptors there are', async ({
    task,
  }) => {
    const { pipeline, gallery, stamp } = create(task.meta);
    const { thresholds } = pipeline.info;
    const random = new Random(seed);
    const query = stamp(unit(random));
    const thresholdOf = async (options?: IdentifyOptions) => {
      const [{ threshold, falseMatchRate }] = await gallery.identify(query, options);
      expect(threshold).toBe(distanceAtRate(thresholds, falseMatchRate));
      return { threshold, falseMatchRate };
    };
    await gallery.enroll('ann', stamp(unit(random)));
    const alone = await thresholdOf();
    expect(alone).toEqual({ threshold: pipeline.info.threshold, falseMatchRate: 1e-4 });
    expect(gallery.threshold()).toBe(alone.threshold);
    expect(await thresholdOf({ falseNames: 0.2 })).toMatchObject({ falseMatchRate: 2e-3 });
    await gallery.enroll(
      'bea',
      Array.from({ length: 499 }, () => stamp(unit(random))),
    );
    const among = await thresholdOf();
    expect(among.falseMatchRate).toBe(0.01 / 500);
    expect(among.threshold).toBeLessThan(alone.threshold);
    expect(gallery.threshold()).toBe(among.threshold);
    expect(() => gallery.threshold({ falseNames: 0 })).toThrow(/falseNames is 0/);
    for (const falseNames of [0, -0.1, 1.1, Number.NaN]) {
      await expectError(
        () => gallery.identify(query, { falseNames }),
        'bad-argument',
        /falseNames/,
      );
    }
  });

  it('names each of several who are equally near', async ({ task }) => {
    const { gallery, stamp } = create(task.meta);
    const random = new Random(seed);
    const twin = stamp(unit(random));
    const names = ['ann', 'bea', 'cleo'];
    // Ann has most of the descriptors that tie.
    for (let i = 0; i < 20; i++) await gallery.enroll('ann', twin);
    for (const name of names) await gallery.enroll(name, twin);
    await gallery.enroll('dora', stamp(unit(random)));
    const got = await gallery.identify(twin, { k: 3 });
    expect(got.map(({ name }) => name).sort()).toEqual(names);
    expect(got.map(({ distance }) => distance)).toEqual([0, 0, 0]);
  });

  it('finds whom it has learnt since the last search', async ({ task }) => {
    const { gallery, stamp, enroll } = create(task.meta);
    const random = new Random(seed + 1);
    const enrolled = drawGallery(random, 600, 40);
    const query = unit(random);
    let before = 0;
    // Up to the end of what there is room for, and beyond, twice.
    for (const size of [1, 2, 255, 256, 257, 300, 512, 513, 600]) {
      await enroll(enrolled.slice(before, size));
      before = size;
      const got = await gallery.identify(stamp(query), { k: 5 });
      expectMatches(got, search(enrolled.slice(0, size), query, 5));
      const [last] = await gallery.identify(stamp(enrolled[size - 1].values));
      expect(last).toMatchObject({ name: enrolled[size - 1].name, distance: 0 });
    }
  });

  it('spreads over as many bindings as it takes', async ({ task }) => {
    const { pipeline, gallery, stamp, enroll } = create(task.meta);
    const { limits } = pipeline.device;
    const rows = 64;
    const own = { maxStorageBufferBindingSize: (rows + 1) * dimensions * 4 };
    vi.spyOn(pipeline.device, 'limits', 'get').mockReturnValue(
      new Proxy(limits, { get: (all, key) => Reflect.get(key in own ? own : all, key) }),
    );
    const random = new Random(seed + 6);
    const enrolled = drawGallery(random, 5 * rows + 1, 30);
    const query = unit(random);
    let before = 0;
    for (const size of [rows - 1, rows, rows + 1, 2 * rows, 4 * rows + 3, enrolled.length]) {
      await enroll(enrolled.slice(before, size));
      before = size;
      const got = await gallery.identify(stamp(query), { k: 20 });
      expectMatches(got, search(enrolled.slice(0, size), query, 20));
    }
    for (const { name, values } of enrolled) {
      expect(await gallery.identify(stamp(values))).toMatchObject([{ name, distance: 0 }]);
    }
  });

  it('answers calls in the order in which they come', async ({ task }) => {
    const { gallery, stamp } = create(task.meta);
    const random = new Random(seed + 2);
    const enrolled = drawGallery(random, 300, 30);
    const queries = enrolled.map(() => unit(random));
    const answers = enrolled.map(({ name, values }, i) => {
      const done = gallery.enroll(name, stamp(values));
      const k = 1 + (i % 4);
      return Promise.all([gallery.identify(stamp(queries[i]), { k }), done]);
    });
    for (const [i, [got]] of (await Promise.all(answers)).entries()) {
      expectMatches(got, search(enrolled.slice(0, i + 1), queries[i], 1 + (i % 4)));
    }
  });

  it('takes faces, descriptors and lists of both', async ({ task }) => {
    const { gallery, stamp } = create(task.meta);
    const random = new Random(seed + 3);
    const [a, b, c] = [1, 2, 3].map(() => stamp(unit(random)));
    const face = (descriptor: Descriptor) => {
      return { box: { x: 0, y: 0, width: 1, height: 1 }, score: 1, landmarks: [], descriptor };
    };
    await gallery.enroll('nobody', []);
    await gallery.enroll('ann', [face(a), b]);
    await gallery.enroll('bea', face(c));
    await gallery.enroll('ann', a);
    expect(gallery.people).toEqual([
      { name: 'ann', ids: [0, 1, 3] },
      { name: 'bea', ids: [2] },
    ]);
    expect(gallery.size).toBe(4);
    expect(await gallery.identify(face(c))).toMatchObject([{ name: 'bea', distance: 0 }]);
    // It keeps copies.
    const wanted = Float32Array.from(b.values);
    b.values.fill(7);
    expect(await gallery.identify(stamp(wanted))).toMatchObject([{ name: 'ann', distance: 0 }]);
  });

  it('knows nobody at first', async ({ task }) => {
    const { gallery, stamp } = create(task.meta);
    expect([gallery.size, gallery.people]).toEqual([0, []]);
    expect(await gallery.identify(stamp(new Float32Array(dimensions)), { k: 3 })).toEqual([]);
  });

  it('refuses what doesn’t fit, and goes on', async ({ task }) => {
    const { pipeline, gallery, stamp } = create(task.meta);
    const random = new Random(seed + 4);
    const good = stamp(unit(random));
    await gallery.enroll('ann', good);
    const spoilt = (value: number) => stamp(good.values.map((own, i) => (i === 77 ? value : own)));
    const wrong: [FaceOrDescriptor, Parameters<typeof expectError>[1], RegExp][] = [
      [undefined as unknown as Descriptor, 'no-face', /undefined/],
      [{ ...good, model: 'other@0/chip150' }, 'model-mismatch', /other@0\/chip150/],
      [stamp(good.values.subarray(1)), 'shape-mismatch', /127 .*128/],
      [stamp(new Float32Array(0)), 'bad-argument', /empty/],
      [spoilt(Number.NaN), 'bad-argument', /no finite number/],
      [spoilt(Number.POSITIVE_INFINITY), 'bad-argument', /no finite number/],
    ];
    for (const [descriptor, code, message] of wrong) {
      await expectError(() => gallery.enroll('bea', descriptor), code, message);
      // Nothing of a list is taken where a part of it is wrong.
      await expectError(() => gallery.enroll('bea', [good, descriptor]), code, message);
      await expectError(() => gallery.identify(descriptor), code, message);
    }
    for (const k of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY]) {
      const message = new RegExp(`k is ${k}`);
      await expectError(() => gallery.identify(good, { k }), 'bad-argument', message);
    }
    const options = null as unknown as IdentifyOptions;
    await expectError(() => gallery.identify(good, options), 'bad-argument', /identify are null/);
    const misspelt = { K: 3 } as IdentifyOptions;
    await expectError(() => gallery.identify(good, misspelt), 'bad-argument', /no option "K"/);
    const recognizer = () => new Gallery(pipeline, { recognizer: 'toString' });
    await expectError(recognizer, 'bad-argument', /no recognition model "toString"/);
    expect(gallery.people).toEqual([{ name: 'ann', ids: [0] }]);
    expect(await gallery.identify(good)).toMatchObject([{ name: 'ann', distance: 0 }]);
  });

  it('enrols many people at once, all or none', async ({ task }) => {
    const { gallery, stamp } = create(task.meta);
    const random = new Random(seed + 7);
    const [a, b, c, d] = [1, 2, 3, 4].map(() => stamp(unit(random)));
    const ids = await gallery.enrollMany([
      { name: 'ann', faces: [a, b] },
      { name: 'nobody', faces: [] },
      { name: 'bea', faces: c },
      { name: 'ann', faces: d },
    ]);
    expect(ids).toEqual([[0, 1], [], [2], [3]]);
    const people = [
      { name: 'ann', ids: [0, 1, 3] },
      { name: 'bea', ids: [2] },
    ];
    expect(gallery.people).toEqual(people);
    const other = { ...a, model: 'other@0' };
    const enrolling = () =>
      gallery.enrollMany([
        { name: 'cleo', faces: a },
        { name: 'dora', faces: other },
      ]);
    await expectError(enrolling, 'model-mismatch', /other@0/);
    const nameless = () => gallery.enrollMany([{ name: 7 as unknown as string, faces: a }]);
    await expectError(nameless, 'bad-argument', /name is 7/);
    expect(gallery.people).toEqual(people);
    expect(await gallery.enrollMany([])).toEqual([]);
    expect(await gallery.identifyMany([d, c, a])).toMatchObject([
      [{ name: 'ann', distance: 0 }],
      [{ name: 'bea', distance: 0 }],
      [{ name: 'ann', distance: 0 }],
    ]);
    expect(await gallery.identifyMany([])).toEqual([]);
  });

  it('compares many faces at once as it does one by one', async ({ task }) => {
    const { gallery, stamp } = create(task.meta);
    const random = new Random(seed + 8);
    const enrolled = drawGallery(random, 300, 40);
    // One person has most of the descriptors, and lies nearest to everybody.
    const crowd = Array.from({ length: 200 }, () => ({
      name: 'crowd',
      values: new Float32Array(128),
    }));
    const all = [...enrolled, ...crowd];
    await gallery.enrollMany(all.map(({ name, values }) => ({ name, faces: stamp(values) })));
    const queries = Array.from({ length: 9 }, () => unit(random));
    for (const k of [1, 2, 7, 50]) {
      const got = await gallery.identifyMany(queries.map(stamp), { k });
      for (const [i, query] of queries.entries()) expectMatches(got[i], search(all, query, k));
    }
  });

  it('forgets people, and single descriptors', async ({ task }) => {
    const { gallery, stamp } = create(task.meta);
    const random = new Random(seed + 9);
    const [a, b, c, d] = [1, 2, 3, 4].map(() => stamp(unit(random)));
    await gallery.enroll('ann', [a, b]);
    await gallery.enroll('bea', [c, d]);
    const enrolling = gallery.enroll('cleo', a);
    // Calls see what was asked before.
    expect(await Promise.all([gallery.remove('cleo'), gallery.remove('nobody')])).toEqual([1, 0]);
    expect(await enrolling).toEqual([4]);
    expect(await gallery.removeDescriptors([0, 0, 99])).toBe(1);
    expect(gallery.people).toEqual([
      { name: 'ann', ids: [1] },
      { name: 'bea', ids: [2, 3] },
    ]);
    expect(await gallery.removeDescriptors([1])).toBe(1);
    await expectError(() => gallery.removeDescriptors([-1]), 'bad-argument', /no id -1/);
    expect([gallery.size, gallery.people.length]).toEqual([2, 1]);
    const nearest = await gallery.identify(a, { k: 5 });
    expect(nearest.map(({ name }) => name)).toEqual(['bea']);
    expect(await gallery.remove('bea')).toBe(2);
    expect(await gallery.identify(a)).toEqual([]);
    // Numbers are not given again.
    expect(await gallery.enroll('ann', a)).toEqual([5]);
    expect(await gallery.identify(a)).toMatchObject([{ name: 'ann', distance: 0 }]);
  });

  it('renames people, and makes two of one name one', async ({ task }) => {
    const { gallery, stamp } = create(task.meta);
    const random = new Random(seed + 10);
    const [a, b, c] = [1, 2, 3].map(() => stamp(unit(random)));
    await gallery.enrollMany([
      { name: 'ann', faces: a },
      { name: 'bea', faces: b },
      { name: 'cleo', faces: c },
    ]);
    expect(await gallery.rename('nobody', 'ann')).toBe(false);
    expect(await gallery.rename('ann', 'ann')).toBe(true);
    expect(await gallery.rename('ann', 'zoe')).toBe(true);
    expect(await gallery.rename('bea', 'cleo')).toBe(true);
    await expectError(() => gallery.rename('cleo', 7 as unknown as string), 'bad-argument', /7/);
    expect(gallery.people).toEqual([
      { name: 'cleo', ids: [2, 1] },
      { name: 'zoe', ids: [0] },
    ]);
    const got = await gallery.identifyMany([a, b, c], { k: 3 });
    expect(got.map(([{ name }]) => name)).toEqual(['zoe', 'cleo', 'cleo']);
    expect(got.map(({ length }) => length)).toEqual([2, 2, 2]);
  });

  it('names faces that are compared elsewhere', async ({ task }) => {
    const { pipeline, gallery, stamp } = create(task.meta);
    const random = new Random(seed + 11);
    const enrolled = drawGallery(random, 60, 12);
    const all = enrolled.map(({ name, values }) => ({ name, faces: stamp(values) }));
    await gallery.enrollMany(all);
    const queries = [1, 2, 3].map(() => unit(random));
    for (const k of [1, 4, 30]) {
      const asked: number[] = [];
      const got = await gallery.matchFound(
        async ({ index, recognizer, rows }) => {
          expect(recognizer.model).toBe(pipeline.info.model);
          asked.push(rows);
          // Fewer than may be needed, once somebody is nearest with several descriptors.
          const few = Math.min(rows, 2);
          return Promise.all(
            queries.map(async (query) => {
              const neighbours = await index.search(query as Vectors, few);
              return { descriptor: stamp(query), neighbours };
            }),
          );
        },
        { k },
      );
      expect(asked).toEqual([k === 1 ? 1 : Math.min(k, 12) * 5]);
      for (const [i, query] of queries.entries()) expectMatches(got[i], search(enrolled, query, k));
    }
    await expectError(() => gallery.matchFound(async () => [], { k: 0 }), 'bad-argument', /k is 0/);
    let end = () => {};
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    let isDisposed = false;
    const matching = gallery.matchFound(async ({ index }) => {
      await ended;
      expect(isDisposed).toBe(false);
      const neighbours = await index.search(queries[0] as Vectors, 1);
      return [{ descriptor: stamp(queries[0]), neighbours }];
    });
    const disposing = gallery.dispose().then(() => {
      isDisposed = true;
    });
    await expectError(() => gallery.matchFound(async () => []), 'disposed', /gallery/);
    end();
    expectMatches((await matching)[0], search(enrolled, queries[0], 1));
    await disposing;
  });

  it('is disposed of with its pipeline, once what was asked is done', async ({ task }) => {
    const pipeline = await FacePipeline.create({ detector: 'tiny', recognizer: 'dlib' });
    Object.assign(task.meta, { adapter: pipeline.info.adapter.name });
    const { model } = pipeline.info;
    const random = new Random(seed + 12);
    const [a, b] = [1, 2].map(() => ({ model, values: unit(random) }));
    const gallery = new Gallery(pipeline);
    const index = createIndex(pipeline, { dimensions: 1 });
    const calls = [gallery.enroll('ann', a), gallery.enroll('bea', b), gallery.identify(b)];
    const adding = index.add(Float32Array.of(7));
    const disposing = pipeline.dispose();
    const disposed: [() => unknown, RegExp][] = [
      [() => gallery.enroll('ann', a), /gallery/],
      [() => gallery.identify(a), /gallery/],
      [() => gallery.remove('ann'), /gallery/],
      [() => gallery.removeDescriptors([0]), /gallery/],
      [() => gallery.rename('ann', 'bea'), /gallery/],
      [() => index.search(Float32Array.of(7), 1), /index/],
      [() => createIndex(pipeline, { dimensions: 1 }), /pipeline/],
      [() => new Gallery(pipeline), /pipeline/],
    ];
    for (const [call, message] of disposed) await expectError(call, 'disposed', message);
    expect(await Promise.all(calls)).toMatchObject([[0], [1], [{ name: 'bea', distance: 0 }]]);
    expect([...(await adding)]).toEqual([0]);
    await disposing;
    for (const [call, message] of disposed) await expectError(call, 'disposed', message);
    expect(pipeline.device.memory).toEqual({ buffers: 0, bytes: 0 });
    await gallery.dispose();
  });

  it('is as it was where there is no memory, and works once there is', async ({ task }) => {
    const { pipeline, gallery, stamp, enroll } = create(task.meta);
    const { device } = pipeline;
    const random = new Random(seed + 13);
    const enrolled = drawGallery(random, 257, 20);
    await enroll(enrolled.slice(0, 256));
    const { people } = gallery;
    const { name, values } = enrolled[256];
    const outcomes: string[] = [];
    await starveEach(device, async () => {
      expect(gallery.people).toEqual(people);
      const ids = await gallery.enroll(name, stamp(values));
      outcomes.push(ids.join());
    });
    expect(outcomes).toEqual(['256']);
    const query = unit(random);
    const got = await starveEach(device, () => gallery.identify(stamp(query), { k: 5 }));
    expectMatches(got, search(enrolled, query, 5));
  });

  it('gives its memory back, and is of no use after', async ({ task }) => {
    const { pipeline, gallery, stamp, enroll } = create(task.meta);
    const before = pipeline.device.memory;
    const random = new Random(seed + 5);
    const query = stamp(unit(random));
    for (let i = 0; i < 3; i++) {
      await enroll(drawGallery(random, 300, 7));
      await gallery.identify(query, { k: 1 + i });
    }
    // What was asked before is answered.
    const other = new Gallery(pipeline);
    const enrolling = other.enroll('ann', query);
    const answer = other.identify(query);
    const disposed = [gallery, gallery, other].map((used) => used.dispose());
    await enrolling;
    expect(await answer).toMatchObject([{ name: 'ann', distance: 0 }]);
    for (const used of [gallery, other]) {
      await expectError(() => used.identify(query), 'disposed', /gallery/);
      await expectError(() => used.enroll('ann', query), 'disposed', /gallery/);
    }
    await Promise.all(disposed);
    expect(pipeline.device.memory).toEqual(before);
    expect(() => pipeline.device.check()).not.toThrow();
  });
});
