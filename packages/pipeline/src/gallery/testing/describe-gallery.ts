import { describe, expect, it } from 'vitest';
import type { Descriptor } from '../../api/face.ts';
import { expectError } from '../../testing/errors.ts';
import { openRecords } from '../open-records.ts';
import type { StoredGallery } from '../stored-gallery.ts';
import { galleryOnCpu, recognizer } from './gallery-on-cpu.ts';
import type { StorageKind } from './storage-kind.ts';

const { model } = recognizer;
const face = (...values: [number, number]): Descriptor => {
  return { model, values: Float32Array.from(values) };
};
const query = face(0, 0);

/** What somebody who uses a gallery sees of it, whatever it is kept in. */
export function describeGallery({ name, create, reopen, onDisk }: StorageKind): void {
  describe(`a gallery in ${name}`, () => {
    const open = async (storage: ReturnType<StorageKind['create']>, key?: string) =>
      galleryOnCpu(await openRecords(await storage, key));
    const ranked = async (gallery: StoredGallery, options = {}) => {
      const found = await gallery.identify(query, { k: 9, ...options });
      return found.map(({ name, distance }) => `${name} ${distance}`);
    };

    it('names the nearest people, of all or of those with some tags', async () => {
      await using gallery = await open(create('gallery-nearest'));
      expect(await ranked(gallery)).toEqual([]);
      await gallery.enroll({ name: 'Ada', tags: ['staff', 'day'] }, [face(3, 0), face(1, 0)]);
      await gallery.enroll({ name: 'Bo', tags: ['staff'] }, face(2, 0));
      await gallery.enroll('Cy', [face(0, 4), face(0, 6)]);
      expect(await ranked(gallery)).toEqual(['Ada 1', 'Bo 2', 'Cy 4']);
      expect(await ranked(gallery, { k: 1 })).toEqual(['Ada 1']);
      expect(await ranked(gallery, { score: { mean: 2 } })).toEqual(['Ada 2', 'Bo 2', 'Cy 5']);
      expect(await ranked(gallery, { tags: ['staff'] })).toEqual(['Ada 1', 'Bo 2']);
      expect(await ranked(gallery, { tags: ['staff', 'day'] })).toEqual(['Ada 1']);
      expect(await ranked(gallery, { tags: ['night'] })).toEqual([]);
      await gallery.rename('Bo', 'Bob');
      await gallery.remove('Ada');
      expect(await ranked(gallery)).toEqual(['Bob 2', 'Cy 4']);
      await gallery.merge('Cy', ['Bob']);
      expect(await ranked(gallery)).toEqual(['Cy 2']);
      expect(await ranked(gallery, { tags: ['staff'] })).toEqual(['Cy 2']);
      await gallery.removeFaces([3]);
      expect(await ranked(gallery)).toEqual(['Cy 4']);
      expect(await gallery.stats()).toMatchObject({ people: 1, faces: 2, model });
    });

    it('says which faces a person has, with vectors and pictures', async () => {
      await using gallery = await open(create('gallery-faces'));
      const data = Uint8ClampedArray.from({ length: 2 * 3 * 4 }, (_, i) =>
        i % 4 < 3 ? i * 9 : 255,
      );
      const chip = { width: 2, height: 3, data };
      const pictured = { ...face(1, 0.1), chip };
      const ada = await gallery.enroll('Ada', [pictured, face(0, 3)], { chips: true });
      const bo = await gallery.enroll('Bo', pictured);
      const faces = (id: number, ...wanted: Descriptor[]) =>
        wanted.map(({ values }) => expect.objectContaining({ person: id, model, values }));
      expect(await gallery.faces('Ada')).toEqual(faces(ada.id, face(1, 0.1), face(0, 3)));
      expect(await gallery.faces(bo.id)).toEqual(faces(bo.id, face(1, 0.1)));
      const all = await gallery.faces();
      expect(all.map(({ id }) => id)).toEqual([...ada.faces, ...bo.faces]);
      expect(await gallery.chip(ada.faces[0])).toEqual(chip);
      expect(await gallery.chip(bo.faces[0])).toBe(undefined);
      await expectError(() => gallery.faces('Cy'), 'bad-argument', /nobody called/);
      await gallery.removeFaces([ada.faces[1]]);
      expect(await gallery.faces('Ada')).toHaveLength(1);
    });

    it('goes by the threshold that fits how many faces there are', async () => {
      await using gallery = await open(create('gallery-threshold'));
      // Fewer than a hundred count as a hundred.
      expect(await gallery.threshold()).toBe(1);
      expect(await gallery.threshold({ falseNames: 1 })).toBe(2);
      const many = Array.from({ length: 1000 }, (_, i) => face(i, 9));
      await gallery.enroll('Ada', many);
      const [match] = await gallery.identify(query, { falseNames: 1 });
      expect(match.threshold).toBeCloseTo(1.5, 6);
      expect(await gallery.threshold({ falseNames: 1 })).toBe(match.threshold);
    });

    it('is as it was after a call that fails midway', async () => {
      await using gallery = await open(create('gallery-failing'));
      await gallery.enroll('Ada', face(1, 0));
      const before = await gallery.export();
      const torn = Object.defineProperty({ name: 'Bo', faces: [] }, 'data', {
        get: () => {
          throw new Error('torn off');
        },
      });
      const people = [{ name: 'Cy', faces: [] }, torn];
      await expect(gallery.import({ ...before, people } as never)).rejects.toThrow();
      await expectError(() => gallery.merge('Ada', ['nobody']), 'bad-argument', /nobody called/);
      const other = { model: 'other@1/chip8', values: Float32Array.of(0, 0) };
      await expectError(() => gallery.enroll('Di', [face(2, 0), other]), 'model-mismatch', /other/);
      expect(await gallery.export()).toEqual(before);
      expect(await ranked(gallery)).toEqual(['Ada 1']);
    });

    it.runIf(reopen)('is followed by everybody who has it open', async () => {
      for (const key of [undefined, 'open sesame']) {
        const where = `gallery-followed-${key?.length}`;
        await using first = await open(create(where), key);
        await using second = await open((reopen as StorageKind['create'])(where), key);
        const { id } = await first.enroll('Ada', face(1, 0));
        expect(await ranked(second)).toEqual(['Ada 1']);
        await second.enroll('Bo', [face(2, 0), face(0, 3)]);
        expect(await ranked(first)).toEqual(['Ada 1', 'Bo 2']);
        await first.rename('Bo', 'Bob');
        await second.remove(id);
        expect(await ranked(first)).toEqual(['Bob 2']);
        expect(await ranked(second)).toEqual(['Bob 2']);
        expect(await second.list()).toMatchObject([{ name: 'Bob', faces: 2 }]);
      }
    });

    it.runIf(onDisk)('leaves no trace of who was removed once it is compacted', async () => {
      const disk = async () => {
        const bytes = await onDisk?.('gallery-traces');
        return new TextDecoder('latin1').decode(bytes);
      };
      await using gallery = await open(create('gallery-traces'));
      const rare = (seed: number) => face(Math.fround(Math.sin(seed)), Math.fround(Math.cos(seed)));
      const traces = ({ values }: Descriptor, ...texts: string[]) => [
        ...texts,
        new TextDecoder('latin1').decode(new Uint8Array(values.slice().buffer)),
      ];
      const add = (name: string, seed: number) =>
        gallery.enroll({ name, tags: [`tag of ${name}`] }, rare(seed), {
          photo: { file: `${name}.jpg`, bytes: Uint8Array.of(seed) },
        });
      await add('Removed-Person', 1);
      await add('Kept-Person', 2);
      const gone = traces(rare(1), 'Removed-Person', 'Removed-Person.jpg', 'tag of Removed');
      const kept = traces(rare(2), 'Kept-Person', 'Kept-Person.jpg');
      const before = await disk();
      for (const trace of [...gone, ...kept]) expect(before).toContain(trace);
      await gallery.remove('Removed-Person');
      await gallery.compact();
      const after = await disk();
      for (const trace of gone) expect(after.includes(trace)).toBe(false);
      for (const trace of kept) expect(after.includes(trace)).toBe(true);
    });
  });
}
