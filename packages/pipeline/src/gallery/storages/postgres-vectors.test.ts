import { PGlite } from '@electric-sql/pglite';
import { vector } from '@electric-sql/pglite-pgvector';
import type { DistanceMetric } from '@facegpu/kernels';
import { Random } from '@facegpu/kernels/testing';
import { afterAll, describe, expect, it } from 'vitest';
import { Queue } from '../../async/queue.ts';
import { createIndex } from '../../match/create-index.ts';
import { measures } from '../../match/exact-distance.ts';
import type { FacePipeline } from '../../pipeline.ts';
import { expectError } from '../../testing/errors.ts';
import { openGallery } from '../open.ts';
import { openRecords } from '../open-records.ts';
import { TableSearch } from '../table-search.ts';
import { describeConformance } from '../testing/conformance.ts';
import { galleryOnCpu, recognizer } from '../testing/gallery-on-cpu.ts';
import { pgliteDatabase } from '../testing/pglite.ts';
import { PostgresStorage } from './postgres.ts';

const postgres = await PGlite.create({ extensions: { vector } });
const turns = new Queue();
afterAll(() => postgres.close());

const open = (name: string, { create = true, search = true } = {}) => {
  const database = pgliteDatabase(postgres, turns);
  return PostgresStorage.over(database, name.replaceAll('-', '_'), { create, search });
};

describeConformance({
  name: 'pgvector',
  create: (name) => open(name),
  reopen: (name) => open(name, { create: false }),
});

/** A table of faces of one person with these vectors, and the ids of the faces. */
async function searchOf(name: string, metric: DistanceMetric, vectors: readonly Float32Array[]) {
  const storage = await open(name);
  const records = await openRecords(storage, undefined);
  const faces = vectors.map((vector) => ({ model: 'm', vector }));
  const [{ faces: ids }] = await records.enroll([{ person: { name: 'Ada' }, faces }]);
  const dimensions = vectors[0].length;
  const table = storage.vectors as NonNullable<typeof storage.vectors>;
  const search = new TableSearch(records, table, { model: 'm', dimensions, metric });
  await search.refresh();
  return { storage, records, search, ids };
}

describe('search in the database', () => {
  it.each(['squaredEuclidean', 'innerProduct', 'cosine'] as const)(
    'finds what a comparison of all finds: %s',
    async (metric) => {
      const random = new Random(3);
      const dimensions = 37;
      const draw = () => Float32Array.from(random.values(dimensions));
      const vectors = Array.from({ length: 900 }, draw);
      // Many are the same, one is zero, and some lie beside one another by less than is told apart.
      for (let i = 0; i < 100; i++) vectors[random.integer(0, 899)] = vectors[7].slice();
      vectors[11] = new Float32Array(dimensions);
      for (let i = 20; i < 60; i++) {
        vectors[i] = vectors[5].map((value) => value + random.uniform(-1e-6, 1e-6));
      }
      const { storage, search, ids } = await searchOf(
        `exact-${metric}`.toLowerCase(),
        metric,
        vectors,
      );
      expect(search.size).toBe(900);
      const queries = [draw(), vectors[7].slice(), vectors[5].slice()];
      const only = ids.filter((_, i) => i % 3 === 0);
      for (const filter of [undefined, { ids: only }]) {
        const k = 13;
        const all = Float32Array.from(queries.flatMap((query) => [...query]));
        const found = await search.search(all, k, filter);
        queries.forEach((query, q) => {
          const wanted = ids
            .map((id, i) => ({ id, distance: measures[metric](query, vectors[i]) }))
            .filter(({ id }) => filter?.ids.includes(id) ?? true)
            .sort((a, b) => a.distance - b.distance || a.id - b.id)
            .slice(0, k);
          const own = (list: ArrayLike<number>) => [...Array.from(list).slice(q * k, (q + 1) * k)];
          expect(own(found.ids)).toEqual(wanted.map(({ id }) => id));
          expect(own(found.distances)).toEqual(wanted.map(({ distance }) => Math.fround(distance)));
        });
      }
      const two = await search.vectorsOf([{ id: ids[3] }, { id: ids[2] }]);
      expect(two).toEqual(Float32Array.of(...vectors[3], ...vectors[2]));
      await storage.close();
    },
  );

  it('has no trace of faces that are gone, whoever has removed them', async () => {
    const { storage, records, ids } = await searchOf('gone', 'cosine', [
      Float32Array.of(1, 2),
      Float32Array.of(3, 4),
    ]);
    const other = await openRecords(await open('gone', { search: false }), undefined);
    await other.removeFaces([ids[0]]);
    const { rows } = await postgres.query('SELECT face FROM gone.vectors');
    expect(rows).toEqual([{ face: ids[1] }]);
    await records.remove('Ada');
    expect((await postgres.query('SELECT face FROM gone.vectors')).rows).toEqual([]);
    await other.storage.close();
    await storage.close();
  });

  it('is made from what others wrote who compare on the GPU', async () => {
    const { model } = recognizer;
    const face = (x: number, y: number) => ({ model, values: Float32Array.of(x, y) });
    const records = async (search: boolean) =>
      openRecords(await open('both', { search }), undefined);
    await using onGpu = galleryOnCpu(await records(false));
    await using inSql = galleryOnCpu(await records(true));
    await using another = galleryOnCpu(await records(true));
    await onGpu.enroll('Ada', [face(3, 0), face(1, 0)]);
    await onGpu.enroll('Bo', face(2, 0));
    for (const gallery of [inSql, another, onGpu]) {
      const found = await gallery.identify(face(0, 0), { k: 9 });
      expect(found.map(({ name, distance }) => `${name} ${distance}`)).toEqual(['Ada 1', 'Bo 2']);
    }
    await inSql.remove('Ada');
    for (const gallery of [another, onGpu]) {
      expect(await gallery.identify(face(0, 0), { k: 9 })).toMatchObject([{ name: 'Bo' }]);
    }
  });

  it('takes no key: what is encrypted can be compared on the GPU alone', async () => {
    const pipeline = { info: { recognizers: [recognizer] } } as unknown as FacePipeline;
    const storage = await open('sealed');
    const sealed = () => openGallery(storage, { pipeline, key: 'secret' }, createIndex);
    await expectError(sealed, 'bad-argument', /encrypted can't be compared in the database/);
  });

  it('needs pgvector, and vectors that can be read', async () => {
    const plain = await PGlite.create();
    const storage = await PostgresStorage.over(pgliteDatabase(plain, new Queue()), 'plain', {
      create: true,
      search: true,
    });
    const follow = () => storage.vectors?.follow(async () => new Map()) as Promise<number>;
    await expectError(
      follow,
      'unsupported-feature',
      /pglite has no pgvector, and it can't be made/,
    );
    await storage.close();
    await plain.close();
    const address = 'postgres://nowhere/db?search=';
    const elsewhere = () => PostgresStorage.open(`${address}moon`, { create: true });
    await expectError(elsewhere, 'bad-argument', /search is "moon"/);
  });
});
