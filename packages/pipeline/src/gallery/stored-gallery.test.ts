import { describe, expect, it } from 'vitest';
import type { Descriptor } from '../api/face.ts';
import { Gallery } from '../match/gallery.ts';
import { distanceOf } from '../match/metric.ts';
import { expectError } from '../testing/errors.ts';
import { samples } from '../testing/samples.ts';
import { sharedData } from '../testing/shared-data.ts';
import { usePipeline } from '../testing/use-pipeline.ts';
import type { Json } from './entries.ts';
import { MemoryStorage } from './storages/memory.ts';
import type { StoredGallery } from './stored-gallery.ts';
import { useGalleryFolder } from './testing/storages.ts';

const gpu = usePipeline();
const at = useGalleryFolder();

/** Descriptors that are the same in each run. */
function draw(model: string, count: number, dimensions: number, seed: number): Descriptor[] {
  let state = seed;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32 - 0.5;
  };
  return Array.from({ length: count }, () => {
    return { model, values: Float32Array.from({ length: dimensions }, () => next() * 0.2) };
  });
}

describe('a gallery that lasts', () => {
  it('names the nearest people as a comparison of all does', async ({ task }) => {
    const pipeline = gpu.pipeline(task.meta);
    const { model, dimensions, metric } = pipeline.info;
    await using gallery = await Gallery.open(new MemoryStorage(), { pipeline });
    expect(await gallery.identify(draw(model, 1, dimensions, 1)[0])).toEqual([]);
    const own = draw(model, 60, dimensions, 7);
    const people = Array.from({ length: 12 }, (_, i) => ({
      name: `p${i}`,
      tags: i % 3 === 0 ? ['third'] : [],
      faces: own.filter((_, face) => face % 12 === i || (face > 40 && i === 5)),
    }));
    for (const { name, tags, faces } of people) await gallery.enroll({ name, tags }, faces);

    const queries = draw(model, 5, dimensions, 3);
    const ranked = (query: Descriptor, counted: number, wanted = people) =>
      wanted
        .map(({ name, faces }) => {
          const distances = faces.map(({ values }) => distanceOf(metric, query.values, values));
          const nearest = distances.sort((a, b) => a - b).slice(0, counted);
          return { name, distance: nearest.reduce((a, b) => a + b, 0) / nearest.length };
        })
        .sort((a, b) => a.distance - b.distance);
    for (const [options, expected] of [
      [{ k: 1 }, (query: Descriptor) => ranked(query, 1).slice(0, 1)],
      [{ k: 7 }, (query: Descriptor) => ranked(query, 1).slice(0, 7)],
      [{ k: 99 }, (query: Descriptor) => ranked(query, 1)],
      [{ k: 3, score: { mean: 3 } }, (query: Descriptor) => ranked(query, 3).slice(0, 3)],
      [
        { k: 2, tags: ['third'] },
        (query: Descriptor) => {
          const wanted = people.filter(({ tags }) => tags.includes('third'));
          return ranked(query, 1, wanted).slice(0, 2);
        },
      ],
    ] as const) {
      const found = await gallery.identifyMany(queries, options);
      for (const [i, query] of queries.entries()) {
        const right = expected(query);
        expect(found[i].map(({ name }) => name)).toEqual(right.map(({ name }) => name));
        found[i].forEach(({ distance }, rank) => {
          expect(distance).toBeCloseTo(right[rank].distance, 5);
        });
      }
    }
    expect(await gallery.identifyMany(queries, { tags: ['nobody'] })).toEqual([[], [], [], [], []]);

    const [query] = queries;
    const verified = await gallery.verify('p3', query, { score: { mean: 2 }, threshold: 9 });
    expect(verified).toMatchObject({ person: { name: 'p3' }, threshold: 9, same: true });
    const p3 = ranked(query, 2).find(({ name }) => name === 'p3');
    expect(verified.distance).toBeCloseTo(p3?.distance ?? 0, 6);
    await expectError(() => gallery.verify('nobody', query), 'bad-argument', /nobody called/);
    await expectError(() => gallery.identify(query, { k: 0 }), 'bad-argument', /k is 0/);
    const strange = { model: 'other@1/chip8', values: query.values };
    await expectError(() => gallery.enroll('x', strange), 'model-mismatch', /other@1/);
    const short = { model, values: query.values.slice(1) };
    await expectError(() => gallery.enroll('x', short), 'shape-mismatch', /numbers/);
  });

  it('refuses faces that are worth too little, and calibrations that are none', async ({
    task,
  }) => {
    const pipeline = gpu.pipeline(task.meta);
    const { model, dimensions } = pipeline.info;
    await using gallery = await Gallery.open(new MemoryStorage(), { pipeline });
    const [photo] = samples;
    const strict = { minQuality: 1 };
    await expectError(
      () => gallery.enroll('Ada', { photo }, strict),
      'low-quality',
      /a face of "Ada" has a quality of 0\.\d\d, below 1/,
    );
    const results = await gallery.enrollMany([{ name: 'Ada', photo }], strict);
    expect(results.map(({ error }) => error?.code)).toEqual(['low-quality']);
    const [face] = draw(model, 1, dimensions, 9);
    await expectError(() => gallery.enroll('Ada', face, strict), 'bad-argument', /no quality/);
    await expectError(
      () => gallery.enroll('Ada', face, { minQuality: 2 }),
      'bad-argument',
      /minQuality is 2/,
    );
    expect(await gallery.stats()).toMatchObject({ people: 0, faces: 0 });
    const enrolled = await gallery.enroll('Ada', { photo }, { minQuality: 0.01 });
    expect(enrolled.quality?.score).toBeGreaterThan(0.01);

    const put = (value: Json) => gallery.putSetting('calibration', value);
    await expectError(() => put({ format: 'something' }), 'bad-argument', /calibration\.format/);
    const calibration = {
      format: 'facegpu-calibration',
      version: 1,
      name: 'office',
      model,
      metric: 'cosine',
      measuredOn: { people: 2, photos: 2, matedPairs: 0, nonMatedPairs: 1 },
      falseMatchRate: 0.01,
      threshold: 0.5,
      extrapolated: false,
      thresholds: [
        { falseMatchRate: 0.1, distance: 0.6, pairs: 10 },
        { falseMatchRate: 0.01, distance: 0.5, pairs: 10 },
      ],
    };
    await expectError(
      () => put({ ...calibration, model: 'net@1/chip8' }),
      'model-mismatch',
      /net@1/,
    );
    expect(await gallery.getSetting('calibration')).toBeUndefined();
    await put(calibration);
    expect(await gallery.judging()).toMatchObject({ threshold: 0.5, calibration });
    await put(null);
    expect((await gallery.judging()).calibration).toBeUndefined();
  });

  it('is followed by everybody who has it open', async ({ task }) => {
    const pipeline = gpu.pipeline(task.meta);
    const { model, dimensions } = pipeline.info;
    const [a, b, c] = draw(model, 3, dimensions, 11);
    const where = at('two.db');
    await using first = await Gallery.open(where, { pipeline });
    await using second = await Gallery.open(where, { pipeline });
    const named = async (gallery: StoredGallery, face: Descriptor) => {
      const [match] = await gallery.identify(face, { threshold: 1e-3 });
      return match?.same ? match.name : undefined;
    };
    const ada = await first.enroll('Ada', a);
    expect(await named(second, a)).toBe('Ada');
    await second.enroll('Bo', [b, c]);
    expect(await named(first, c)).toBe('Bo');
    await first.rename('Bo', 'Bob');
    expect(await named(second, b)).toBe('Bob');
    await second.remove(ada.id);
    expect(await named(first, a)).toBeUndefined();
    expect(await named(first, b)).toBe('Bob');
    await first.merge('Bob', []);
    expect(await second.stats()).toMatchObject({ people: 1, faces: 2, model });
  });

  it('takes over what others have made', async ({ task }) => {
    const pipeline = gpu.pipeline(task.meta);
    const { model, dimensions } = pipeline.info;
    const faces = draw(model, 4, dimensions, 5);
    await using gallery = await Gallery.open(new MemoryStorage(), { pipeline });
    const labeled = [
      { label: 'Ada', descriptors: [[...faces[0].values], [...faces[1].values]] },
      { label: 'Bo', descriptors: [[...faces[2].values]] },
    ];
    expect(await gallery.import(labeled)).toBe(3);
    const vectors = { names: ['Bo'], vectors: [faces[3].values] };
    expect(await gallery.import(vectors)).toBe(1);
    const [bo] = await gallery.identify(faces[3]);
    expect(bo.name).toBe('Bo');
    expect(bo.distance).toBeCloseTo(0, 6);
    const exported = JSON.parse(JSON.stringify(await gallery.export()));
    await using copy = await Gallery.open(new MemoryStorage(), { pipeline });
    expect(await copy.import(exported)).toBe(4);
    expect(await copy.export()).toEqual(await gallery.export());
    await expectError(
      () => gallery.import([{ label: 'x', descriptors: [[1]] }]),
      'shape-mismatch',
      /1 numbers/,
    );
    await expectError(() => gallery.import({} as never), 'bad-argument', /neither a gallery/);
    await gallery.putSetting('notes', { a: 1 });
    expect(await gallery.getSetting('notes')).toEqual({ a: 1 });
  });

  it('makes faces anew for another model', { timeout: 60_000 }, async ({ task }) => {
    const pipeline = gpu.pipeline(task.meta);
    const { model } = pipeline.info;
    const [photo] = samples;
    const faces = await pipeline.detect(photo, { chips: true });
    const storage = new MemoryStorage();
    // As if another model had made them; two with chips, one with a photo alone, one with neither.
    const { openRecords } = await import('./open-records.ts');
    const { hashOf } = await import('./photo-source.ts');
    const { readPhotoFile } = await import('../evaluate/read-file.ts');
    const hash = await hashOf(Uint8Array.from(await readPhotoFile(photo)));
    const records = await openRecords(storage, undefined);
    const old = { model: 'old@1/chip9', vector: Float32Array.of(1, 2) };
    const source = { file: photo, hash };
    await records.enroll([
      { person: { name: 'A' }, faces: [{ ...old, chip: faces[0].chip }] },
      { person: { name: 'B' }, photo: source, faces: [{ ...old, box: faces[1].box }] },
      { person: { name: 'C' }, faces: [old] },
    ]);
    await using gallery = await Gallery.open(storage, { pipeline });
    await expectError(() => gallery.identify(faces[0]), 'model-mismatch', /old@1\/chip9.*/);
    await expectError(() => gallery.enroll('D', faces[2]), 'model-mismatch', /old@1/);
    const seen: number[] = [];
    const report = await gallery.reembed({ onProgress: ({ done }) => seen.push(done) });
    expect(seen).toEqual([1, 2, 3]);
    expect(report).toMatchObject({ done: 2, failed: [{ face: 3, person: 3 }] });
    await expectError(() => gallery.identify(faces[0]), 'model-mismatch', /old@1/);
    expect(await gallery.reembed({ drop: true })).toMatchObject({ done: 0, failed: [{ face: 3 }] });
    expect((await gallery.list()).map(({ name, faces }) => [name, faces])).toEqual([
      ['A', 1],
      ['B', 1],
      ['C', 0],
    ]);
    const [[a], [b]] = await gallery.identifyMany([faces[0], faces[1]]);
    expect([a.name, a.same, b.name, b.distance < 1e-3]).toEqual(['A', true, 'B', true]);
    expect(await gallery.stats()).toMatchObject({ model });
  });

  it('knows people by their photos', { timeout: 60_000 }, async ({ task, skip }) => {
    const folder = sharedData('people', skip);
    const pipeline = gpu.pipeline(task.meta);
    await using gallery = await Gallery.open(at('people.db'), { pipeline });
    const photo = (name: string) => `${folder}/${name}`;
    const progress: unknown[] = [];
    const enrolments = [
      { name: 'Barack', photo: photo('barack_obama/1.jpg') },
      { name: 'Nobody', photo: photo('missing.jpg') },
      { name: 'Joe', tags: ['vp'], photo: photo('joe_biden/1.jpg') },
    ];
    const onProgress = (seen: object) => void progress.push(seen);
    const done = await gallery.enrollMany(enrolments, { onProgress, chips: true });
    const results = done.map(({ enrolled, error }) => error?.code ?? enrolled?.name);
    expect(results).toEqual(['Barack', 'file-unreadable', 'Joe']);
    expect(progress.at(-1)).toEqual({ done: 3, failed: 1, total: 3 });
    const again = await gallery.enroll('Barack', { photo: photo('barack_obama/1.jpg') });
    expect(again).toMatchObject({ known: true, id: 1, name: 'Barack' });
    const { people: known } = await gallery.export({ chips: true });
    const [barack] = known[0].faces;
    expect(barack).toMatchObject({
      quality: expect.any(Number),
      chip: { width: expect.any(Number) },
    });
    expect(barack.photo?.file).toMatch(/barack_obama\/1\.jpg$/);
    const [face] = await pipeline.identify(photo('joe_biden/2.jpg'), gallery);
    expect(face.matches[0]).toMatchObject({ name: 'Joe', same: true, falseMatchRate: 1e-4 });
    const abort = new AbortController();
    abort.abort();
    const stop = () => gallery.enrollMany(enrolments, { signal: abort.signal });
    await expectError(stop, 'aborted', /./);
  });
});
