import { describe, expect, it } from 'vitest';
import { expectError } from '../../testing/errors.ts';
import type { EnrollmentEntry, FaceInput } from '../entries.ts';
import { listPeople } from '../list.ts';
import { openRecords } from '../open-records.ts';
import type { GalleryRecords } from '../records.ts';
import type { StorageKind } from './storage-kind.ts';

const key = 'correct horse battery staple';

const face = (...vector: number[]): FaceInput => {
  return { model: 'm@1/chip8', vector: Float32Array.from(vector) };
};
const photo = (file: string) => ({ file, hash: `hash of ${file}` });

const ada: EnrollmentEntry = {
  person: { name: 'Ada', tags: ['staff'], data: { badge: 7 } },
  photo: photo('ada.jpg'),
  faces: [{ ...face(1, 2, 3), box: { x: 1, y: 2, width: 3, height: 4 }, quality: 0.5 }],
};
const bo: EnrollmentEntry = { person: { name: 'Bo' }, faces: [face(4, 5, 6), face(7, 8, 9)] };
const stranger: EnrollmentEntry = {
  person: null,
  photo: photo('crowd.jpg'),
  faces: [face(0, 0, 1)],
};

/** How people, photos and faces hang together, whatever keeps their rows. */
export function describeRecords(kind: StorageKind): void {
  describeWith(kind, undefined);
  describeWith(kind, key);
  describeKey(kind);
}

function describeWith({ name, create }: StorageKind, secret: string | undefined): void {
  const kind = secret === undefined ? name : `${name}, encrypted`;
  describe(`records in ${kind}`, () => {
    let made = 0;

    async function withRecords(work: (records: GalleryRecords) => Promise<void>): Promise<void> {
      const storage = await create(
        `records-${secret === undefined ? 'plain' : 'sealed'}-${made++}`,
      );
      try {
        await work(await openRecords(storage, secret));
      } finally {
        await storage.close();
      }
    }

    /** The vectors of all packs, by face. */
    async function vectorsOf(records: GalleryRecords): Promise<Record<number, number[]>> {
      const heads = await records.packHeads();
      const packs = await records.packs(heads.map(({ id }) => id));
      const vectors: Record<number, number[]> = {};
      for (const { ids, vectors: all } of packs.values()) {
        ids.forEach((id, i) => {
          vectors[id] = [...all.subarray(i * 3, i * 3 + 3)];
        });
      }
      return vectors;
    }

    it('keeps people, photos, faces and vectors', () =>
      withRecords(async (records) => {
        const done = await records.enroll([ada, bo, stranger]);
        expect(
          done.map(({ person, file, faces, known }) => [person?.id, file, faces, known]),
        ).toEqual([
          [1, 'ada.jpg', [1], false],
          [2, undefined, [2, 3], false],
          [undefined, 'crowd.jpg', [4], false],
        ]);
        expect(await records.people()).toEqual([
          { id: 1, name: 'Ada', tags: ['staff'], data: { badge: 7 } },
          { id: 2, name: 'Bo', tags: [], data: null },
        ]);
        expect(await records.person('Bo')).toEqual(await records.person(2));
        expect(await records.person('Cy')).toBeUndefined();
        const [first] = await records.facesOf(1);
        expect(first).toMatchObject({ id: 1, person: 1, model: 'm@1/chip8', quality: 0.5 });
        expect(first.box).toEqual({ x: 1, y: 2, width: 3, height: 4 });
        expect((await records.photo(Number(first.photo)))?.file).toBe('ada.jpg');
        expect(await vectorsOf(records)).toEqual({
          1: [1, 2, 3],
          2: [4, 5, 6],
          3: [7, 8, 9],
          4: [0, 0, 1],
        });
        expect(await records.counts()).toEqual({ people: 2, faces: 3, unnamed: 1, photos: 2 });
        expect(await listPeople(records)).toMatchObject([
          { id: 1, name: 'Ada', faces: 1, photos: ['ada.jpg'] },
          { id: 2, name: 'Bo', faces: 2, photos: [] },
        ]);
      }));

    it('adds nothing for a photo that a person has, and takes it for another person', () =>
      withRecords(async (records) => {
        await records.enroll([ada]);
        const copy = { ...ada, photo: { ...photo('ada.jpg'), file: 'copy.jpg' } };
        const [again] = await records.enroll([copy]);
        expect(again).toMatchObject({ known: true, file: 'ada.jpg', faces: [1] });
        const [other] = await records.enroll([{ ...copy, person: { name: 'Eve' } }]);
        expect(other).toMatchObject({ known: false, file: 'copy.jpg', faces: [2] });
        expect(await records.enrolledAs('Ada', ada.photo?.hash ?? '')).toMatchObject({
          faces: [1],
        });
        expect(await records.enrolledAs('Ada', 'other')).toBeUndefined();
      }));

    it('keeps the models apart', () =>
      withRecords(async (records) => {
        await records.enroll([ada]);
        const other = { model: 'n@2/chip8', vector: Float32Array.of(1) };
        await expectError(
          () => records.enroll([bo, { person: { name: 'Cy' }, faces: [other] }]),
          'model-mismatch',
          /m@1\/chip8.*n@2\/chip8/,
        );
        // All or nothing: Bo isn't there either.
        expect(await records.counts()).toMatchObject({ people: 1, faces: 1 });
        await records.remove('Ada');
        await records.enroll([{ person: { name: 'Cy' }, faces: [other] }]);
        expect(await records.counts()).toMatchObject({ people: 1, faces: 1 });
      }));

    it('removes people and faces with their vectors and photos', () =>
      withRecords(async (records) => {
        await records.enroll([ada, bo, stranger]);
        expect(await records.remove('Ada')).toBe(1);
        expect(await records.remove('Ada')).toBeUndefined();
        expect(await records.removeFaces([2, 99])).toBe(1);
        expect(await vectorsOf(records)).toEqual({ 3: [7, 8, 9], 4: [0, 0, 1] });
        expect([...(await records.photos()).values()].map(({ file }) => file)).toEqual([
          'crowd.jpg',
        ]);
        await records.remove(2);
        expect(await records.people()).toEqual([]);
      }));

    it('renames and merges', () =>
      withRecords(async (records) => {
        await records.enroll([ada, bo]);
        expect(await records.rename('Nobody', 'X')).toBeUndefined();
        expect(await records.rename('Bo', 'Bob')).toMatchObject({ id: 2, name: 'Bob' });
        expect(await records.person('Bo')).toBeUndefined();
        expect(await records.rename('Bob', 'Ada')).toMatchObject({ id: 1, name: 'Ada' });
        expect((await records.facesOf(1)).map(({ id }) => id)).toEqual([1, 2, 3]);
        await records.enroll([{ person: { name: 'Cy', tags: ['new'] }, faces: [face(1, 1, 1)] }]);
        const merged = await records.merge('Ada', ['Cy']);
        expect(merged).toMatchObject({ id: 1, tags: ['staff', 'new'], data: { badge: 7 } });
        await expectError(() => records.merge('Ada', ['Cy']), 'bad-argument', /nobody called "Cy"/);
        await expectError(
          () => records.enroll([{ person: { name: '' }, faces: [] }]),
          'bad-argument',
          /the name is ""/,
        );
      }));

    it('gives faces of nobody a name', () =>
      withRecords(async (records) => {
        await records.enroll([bo, stranger]);
        const person = await records.assign([3], { name: 'Stella' });
        expect((await records.facesOf(person.id)).map(({ id }) => id)).toEqual([3]);
        expect(await records.facesOf(null)).toEqual([]);
        expect(await vectorsOf(records)).toMatchObject({ 3: [0, 0, 1] });
        const heads = await records.packHeads();
        expect(heads.every(({ keys }) => keys.named === 1)).toBe(true);
      }));

    it('marks photos as looked through, and keeps settings', () =>
      withRecords(async (records) => {
        await records.index(photo('a.jpg'), [face(1, 2, 3)], 'v1');
        await records.index(photo('b.jpg'), [], 'v1');
        const [a] = await records.photosWith('hash of a.jpg');
        expect(a).toMatchObject({ file: 'a.jpg', indexed: 'v1' });
        expect(await records.counts()).toEqual({ people: 0, faces: 0, unnamed: 1, photos: 2 });
        expect(await records.getSetting('x')).toBeUndefined();
        await records.putSetting('x', [1, { a: 'b' }]);
        await records.putSetting('x', [2]);
        expect(await records.getSetting('x')).toEqual([2]);
      }));

    it('keeps vectors of a model at one length, of nobody, too', () =>
      withRecords(async (records) => {
        // More than one pack takes, so that the last one is full.
        const many = Array.from({ length: 3400 }, (_, i) => face(i, i, i));
        await records.enroll([{ person: { name: 'Bo' }, faces: many }]);
        for (const person of [null, { name: 'Bo' }, { name: 'Cy' }]) {
          const longer = () => records.enroll([{ person, faces: [face(1, 2, 3, 4)] }]);
          await expectError(longer, 'shape-mismatch', /4 numbers, those of m@1\/chip8 have 3/);
        }
        expect(await records.counts()).toMatchObject({ people: 1, faces: 3400, unnamed: 0 });
      }));

    it('keeps where a photo is now', () =>
      withRecords(async (records) => {
        const at = (path: string) => [{ ...ada, photo: { ...photo('ada.jpg'), path } }];
        await records.enroll(at('/old/ada.jpg'));
        await records.enroll(at('/new/ada.jpg'));
        const [moved] = await records.photosWith('hash of ada.jpg');
        expect(moved).toMatchObject({ file: 'ada.jpg', path: '/new/ada.jpg' });
        await records.index({ ...photo('ada.jpg'), path: '/newer/ada.jpg' }, [], 'v1');
        await records.index(photo('ada.jpg'), [], 'v1');
        const [newer] = await records.photosWith('hash of ada.jpg');
        expect(newer).toMatchObject({ path: '/newer/ada.jpg', indexed: 'v1' });
        await records.moved({ ...photo('elsewhere.jpg'), hash: 'hash of ada.jpg', path: '/a.jpg' });
        expect(await records.photosWith('hash of ada.jpg')).toMatchObject([{ path: '/a.jpg' }]);
      }));

    it('keeps no photo for a person without faces', () =>
      withRecords(async (records) => {
        await records.enroll([{ person: { name: 'Ada' }, photo: photo('ada.jpg'), faces: [] }]);
        expect(await records.counts()).toMatchObject({ people: 1, photos: 0 });
      }));

    it('removes several people at once', () =>
      withRecords(async (records) => {
        await records.enroll([ada, bo]);
        expect(await records.removeAll([2, 'nobody', 'Ada'])).toEqual([2, undefined, 1]);
        expect(await records.counts()).toMatchObject({ people: 0, faces: 0, photos: 0 });
      }));

    it('keeps chips, and many vectors in few packs', () =>
      withRecords(async (records) => {
        const data = Uint8ClampedArray.from({ length: 7 * 5 * 4 }, (_, i) =>
          i % 4 === 3 ? 255 : i,
        );
        const chip = { width: 7, height: 5, data };
        await records.enroll([{ person: { name: 'Ada' }, faces: [{ ...face(1, 2, 3), chip }] }]);
        expect(await records.chip(1)).toEqual(chip);
        expect(await records.chip(2)).toBeUndefined();
        const many = Array.from({ length: 3000 }, (_, i) => face(i, i, i));
        await records.enroll([{ person: { name: 'Bo' }, faces: many }]);
        for (let i = 0; i < 20; i++) {
          await records.enroll([{ person: { name: 'Bo' }, faces: [face(i, 0, 0)] }]);
        }
        expect((await records.packHeads()).length).toBeLessThan(5);
        const vectors = await vectorsOf(records);
        expect(Object.keys(vectors)).toHaveLength(3021);
        expect(vectors[2002]).toEqual([2000, 2000, 2000]);
        await records.remove('Ada');
        expect(await records.chip(1)).toBeUndefined();
      }));
  });
}

function describeKey({ name, create, reopen }: StorageKind): void {
  describe(`the key of a gallery in ${name}`, () => {
    it.runIf(reopen)('is needed, and must be the right one', async () => {
      const where = 'records-locked';
      const storage = await create(where);
      await (await openRecords(storage, key)).enroll([ada]);
      await storage.close();
      const open = async (secret: string | Uint8Array | undefined) => {
        const again = await reopen?.(where);
        if (!again) throw new Error('it is not there');
        try {
          return await (await openRecords(again, secret)).people();
        } finally {
          await again.close();
        }
      };
      expect(await open(key)).toMatchObject([{ name: 'Ada' }]);
      await expectError(() => open('guess'), 'wrong-key', /another key/);
      await expectError(() => open(new Uint8Array(32)), 'wrong-key', /another key/);
      await expectError(() => open(undefined), 'wrong-key', /is encrypted/);
      await expectError(() => open(new Uint8Array(31)), 'bad-argument', /32 bytes/);
    });

    it('may be 32 bytes', async () => {
      const storage = await create('records-bytes');
      await openRecords(storage, new Uint8Array(32).fill(1));
      await expectError(() => openRecords(storage, new Uint8Array(32)), 'wrong-key', /another key/);
      await openRecords(storage, new Uint8Array(32).fill(1));
      await storage.close();
    });
  });
}
