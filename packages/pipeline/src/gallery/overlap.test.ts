import { describe, expect, it, vi } from 'vitest';
import type { Descriptor } from '../api/face.ts';
import type { FacePipeline } from '../pipeline.ts';
import { expectError } from '../testing/errors.ts';
import { noPack } from './entries.ts';
import { openRecords } from './open-records.ts';
import type { GalleryRecords } from './records.ts';
import { MemoryStorage } from './storages/memory.ts';
import { galleryOnCpu, recognizer } from './testing/gallery-on-cpu.ts';

const { model } = recognizer;
const face = (...values: [number, number]): Descriptor => {
  return { model, values: Float32Array.from(values) };
};
const query = face(0, 0);
const mean = { score: { mean: 3 } } as const;

async function make() {
  const records = await openRecords(new MemoryStorage(), undefined);
  const gallery = galleryOnCpu(records);
  await gallery.enroll('Ada', [face(1, 0), face(3, 0)]);
  await gallery.enroll('Bo', [face(0, 4), face(0, 6)]);
  return { records, gallery };
}

/** Does something once, right after some rows were read. */
function afterReading(
  records: GalleryRecords,
  what: 'owners' | 'facesOf',
  work: () => Promise<unknown>,
): void {
  const read = records[what].bind(records) as (of: never) => Promise<never>;
  vi.spyOn(records, what).mockImplementationOnce(async (of: unknown) => {
    const found = await read(of as never);
    await work();
    return found;
  });
}

describe('a gallery that is written while it is searched', () => {
  it('goes by the faces that it knows of when somebody is enrolled', async () => {
    const { records, gallery } = await make();
    afterReading(records, 'owners', () => gallery.enroll('Ada', face(100, 0)));
    const found = await gallery.identify(query, { k: 2, ...mean });
    expect(found.map(({ name, distance }) => [name, distance])).toEqual([
      ['Ada', 2],
      ['Bo', 5],
    ]);
    afterReading(records, 'facesOf', () => gallery.enroll('Bo', face(0, 8)));
    expect(await gallery.verify('Bo', query, mean)).toMatchObject({ distance: 5 });
    expect(await gallery.verify('Bo', query, mean)).toMatchObject({ distance: 6 });
  });

  it('leaves out who is removed', async () => {
    const { records, gallery } = await make();
    afterReading(records, 'facesOf', async () => {
      await gallery.remove('Ada');
      await gallery.load();
    });
    const found = await gallery.identify(query, { k: 2, ...mean });
    expect(found.map(({ name, distance }) => [name, distance])).toEqual([['Bo', 5]]);
    afterReading(records, 'facesOf', () => gallery.removeFaces([3, 4]));
    await expectError(() => gallery.verify('Bo', query, mean), 'bad-argument', /Bo has no faces/);
  });

  it('goes without faces whose vectors are lost', async () => {
    const { records, gallery } = await make();
    const lose = (ids: readonly number[]) =>
      records.storage.write(async ({ faces }) => {
        for (const row of await faces.get(ids)) {
          await faces.put({ ...row, keys: { ...row.keys, pack: noPack } });
        }
      });
    await lose([3]);
    expect(await gallery.verify('Bo', query, mean)).toMatchObject({ distance: 6 });
    await lose([4]);
    const verify = () => gallery.verify('Bo', query);
    await expectError(verify, 'bad-argument', /a repair has lost the vectors of Bo/);
  });
});

describe('an enrolment', () => {
  it('of no face is refused, and leaves nothing behind', async () => {
    const records = await openRecords(new MemoryStorage(), undefined);
    const gallery = galleryOnCpu(records, { detect: async () => [] });
    const photo = { file: 'empty.jpg', bytes: Uint8Array.of(1, 2) };
    await expectError(() => gallery.enroll('Ada', []), 'no-face', /Ada: no face/);
    await expectError(() => gallery.enroll('Ada', [], { photo }), 'no-face', /empty\.jpg/);
    await expectError(() => gallery.enroll('Ada', { photo }), 'no-face', /empty\.jpg/);
    const [{ error }] = await gallery.enrollMany([{ name: 'Ada', faces: [] }]);
    expect(error).toMatchObject({ code: 'no-face' });
    expect(await records.counts()).toMatchObject({ people: 0, faces: 0, photos: 0 });
  });

  it('looks for faces as it is told', async () => {
    const records = await openRecords(new MemoryStorage(), undefined);
    const asked: unknown[] = [];
    const detect = (async (_, options) => {
      asked.push(options);
      return [];
    }) as FacePipeline['detect'];
    const gallery = galleryOnCpu(records, { detect });
    const photo = { file: 'group.jpg', bytes: Uint8Array.of(1, 2) };
    const wanted = { detect: { minScore: 0.5, maxFaces: 1 } };
    await expectError(() => gallery.enroll('Ada', { photo }, wanted), 'no-face', /group\.jpg/);
    expect(asked).toMatchObject([{ minScore: 0.5, maxFaces: 1 }]);
  });

  it('refuses options that there are not', async () => {
    const { gallery } = await make();
    const enroll = () => gallery.enroll('Ada', face(1, 1), { chip: true } as never);
    await expectError(enroll, 'bad-argument', /enroll has no option "chip"/);
  });

  it('of a photo that was moved keeps where it is', async () => {
    const { records, gallery } = await make();
    const photo = { file: 'ada.jpg', bytes: Uint8Array.of(1, 2) };
    await gallery.enroll('Ada', face(1, 1), { photo, path: '/old/ada.jpg' });
    const again = await gallery.enroll('Ada', face(1, 1), { photo, path: '/new/ada.jpg' });
    expect(again.known).toBe(true);
    expect([...(await records.photos()).values()]).toMatchObject([{ path: '/new/ada.jpg' }]);
  });
});
