import { describe, expect, it } from 'vitest';
import { type GalleryStorage, type Row, tableNames } from '../storage.ts';
import type { StorageKind } from './storage-kind.ts';

const bytes = (...values: number[]) => Uint8Array.from(values);
const plain = ({ id, keys, body }: Row) => ({ id, keys: { ...keys }, body: [...body] });

/** What every storage must do. */
export function describeStorage({ name, create, reopen }: StorageKind): void {
  describe(`a storage: ${name}`, () => {
    let made = 0;
    const fresh = () => create(`rows-${made++}`);

    async function withStorage(work: (storage: GalleryStorage) => Promise<void>): Promise<void> {
      const storage = await fresh();
      try {
        await work(storage);
      } finally {
        await storage.close();
      }
    }

    it('is empty at first', () =>
      withStorage(async (storage) => {
        await storage.read(async (tables) => {
          for (const table of tableNames) {
            expect(await tables[table].count()).toBe(0);
            expect(await tables[table].heads()).toEqual([]);
            expect(await tables[table].after(0, 10)).toEqual([]);
            expect(await tables[table].get([1, 2])).toEqual([]);
          }
        });
      }));

    it('keeps rows as they were given', () =>
      withStorage(async (storage) => {
        const body = bytes(0, 255, 7);
        const ids = await storage.write(async ({ faces }) => [
          await faces.add({ person: 3, photo: null, pack: 5 }, body),
          await faces.add({ person: null, photo: 4, pack: 5 }, bytes()),
          await faces.add({ person: 3, photo: 4, pack: 6 }, bytes(1)),
        ]);
        body[0] = 9;
        expect(ids).toEqual([1, 2, 3]);
        await storage.read(async ({ faces }) => {
          const all = (await faces.after(0, 10)).map(plain);
          expect(all).toEqual([
            { id: 1, keys: { person: 3, photo: null, pack: 5 }, body: [0, 255, 7] },
            { id: 2, keys: { person: null, photo: 4, pack: 5 }, body: [] },
            { id: 3, keys: { person: 3, photo: 4, pack: 6 }, body: [1] },
          ]);
          expect((await faces.get([3, 9, 1])).map(({ id }) => id)).toEqual([3, 1]);
          expect((await faces.find('person', 3)).map(({ id }) => id)).toEqual([1, 3]);
          expect((await faces.find('person', null)).map(({ id }) => id)).toEqual([2]);
          expect((await faces.find('pack', 7)).map(({ id }) => id)).toEqual([]);
          expect((await faces.after(1, 1)).map(({ id }) => id)).toEqual([2]);
          expect((await faces.heads()).map(({ id, keys }) => [id, keys.pack])).toEqual([
            [1, 5],
            [2, 5],
            [3, 6],
          ]);
          expect(await faces.count()).toBe(3);
          expect(await faces.count('person', 3)).toBe(2);
          expect(await faces.count('person', null)).toBe(1);
          expect(await faces.count('pack', 7)).toBe(0);
        });
      }));

    it('replaces, deletes, and never gives an id twice', () =>
      withStorage(async (storage) => {
        await storage.write(async ({ people, chips }) => {
          await people.add({ name: 'Ada' }, bytes(1));
          await people.add({ name: 'Ada' }, bytes(2));
          await people.put({ id: 1, keys: { name: 'Bo' }, body: bytes(3, 4) });
          await chips.put({ id: 17, keys: {}, body: bytes(5) });
          await people.delete([2, 99]);
        });
        await storage.write(async ({ people }) => {
          expect(await people.add({ name: 'Cy' }, bytes())).toBe(3);
          await people.delete([3]);
          expect(await people.add({ name: 'Di' }, bytes())).toBe(4);
        });
        await storage.read(async ({ people, chips }) => {
          expect((await people.find('name', 'Bo')).map(plain)).toEqual([
            { id: 1, keys: { name: 'Bo' }, body: [3, 4] },
          ]);
          expect(await people.find('name', 'Ada')).toEqual([]);
          expect((await people.heads()).map(({ id }) => id)).toEqual([1, 4]);
          expect((await chips.get([17])).map(plain)).toEqual([{ id: 17, keys: {}, body: [5] }]);
        });
      }));

    it('gives rows that are the reader’s to change', () =>
      withStorage(async (storage) => {
        await storage.write(async ({ packs }) => void (await packs.add({}, bytes(1, 2))));
        const look = () =>
          storage.read(async ({ packs }) => [
            ...(await packs.get([1])),
            ...(await packs.after(0, 1)),
          ]);
        for (const { body } of await look()) body.fill(9);
        for (const row of await look()) expect([...row.body]).toEqual([1, 2]);
      }));

    it('writes without waiting for the disk, and with it again', () =>
      withStorage(async (storage) => {
        for (const [i, durability] of (
          ['relaxed', 'strict', 'relaxed', undefined] as const
        ).entries()) {
          await storage.write(
            async ({ people }) => void (await people.add({ name: `${i}` }, bytes(i))),
            durability && { durability },
          );
        }
        const failing = storage.write(
          async ({ people }) => {
            await people.delete([1]);
            throw new Error('stopped');
          },
          { durability: 'relaxed' },
        );
        await expect(failing).rejects.toThrow('stopped');
        const heads = await storage.read(({ people }) => people.heads());
        expect(heads.map(({ keys }) => keys.name)).toEqual(['0', '1', '2', '3']);
      }));

    it('does all of a write or nothing', () =>
      withStorage(async (storage) => {
        await storage.write(
          async ({ people }) => void (await people.add({ name: 'Ada' }, bytes(1))),
        );
        const failing = storage.write(async ({ people, photos }) => {
          await people.put({ id: 1, keys: { name: 'Bo' }, body: bytes(2) });
          await people.add({ name: 'Cy' }, bytes());
          await photos.add({ hash: 'x' }, bytes());
          await people.delete([1]);
          throw new Error('given up');
        });
        await expect(failing).rejects.toThrow('given up');
        await storage.read(async ({ people, photos }) => {
          expect((await people.after(0, 9)).map(plain)).toEqual([
            { id: 1, keys: { name: 'Ada' }, body: [1] },
          ]);
          expect(await photos.count()).toBe(0);
        });
      }));

    it('does calls that overlap one after the other', () =>
      withStorage(async (storage) => {
        const add = () =>
          storage.write(async ({ settings }) => {
            const [row] = await settings.find('name', 'count');
            await new Promise((resolve) => setTimeout(resolve, 1));
            if (row) await settings.put({ ...row, body: bytes(row.body[0] + 1) });
            else await settings.add({ name: 'count' }, bytes(1));
          });
        await Promise.all(Array.from({ length: 9 }, add));
        const [row] = await storage.read(({ settings }) => settings.find('name', 'count'));
        expect([...row.body]).toEqual([9]);
      }));

    it('has another version after each change', () =>
      withStorage(async (storage) => {
        const first = await storage.version();
        expect(await storage.version()).toBe(first);
        await storage.write(async ({ people }) => void (await people.add({ name: 'A' }, bytes())));
        expect(await storage.version()).not.toBe(first);
      }));

    it('is the same after it was compacted', () =>
      withStorage(async (storage) => {
        await storage.write(async ({ packs }) => {
          for (let i = 0; i < 20; i++) {
            const keys = { model: 'm', named: 1, version: i };
            await packs.add(keys, new Uint8Array(50_000).fill(i));
          }
          await packs.delete(Array.from({ length: 19 }, (_, i) => i + 1));
        });
        const before = await storage.bytes();
        await storage.compact();
        expect(await storage.bytes()).toBeLessThanOrEqual(before);
        const [row] = await storage.read(({ packs }) => packs.get([20]));
        expect(row.body.length).toBe(50_000);
        expect(row.body.every((byte) => byte === 19)).toBe(true);
      }));

    if (!reopen) return;

    it('lasts, and is seen by whoever else has it open', async () => {
      const where = 'rows-shared';
      const first = await create(where);
      const second = await reopen(where);
      const before = await second.version();
      await first.write(async ({ people }) => void (await people.add({ name: 'Ada' }, bytes(1))));
      expect(await second.version()).not.toBe(before);
      expect(await second.read(({ people }) => people.count())).toBe(1);
      // They take turns, also while one does something slow.
      const adding = [first, second].flatMap((storage) =>
        ['x', 'y', 'z'].map((hash) =>
          storage.write(async ({ photos }) => {
            const count = await photos.count();
            await new Promise((resolve) => setTimeout(resolve, 5));
            await photos.add({ hash }, bytes(count));
          }),
        ),
      );
      await Promise.all(adding);
      await Promise.all([first.close(), second.close()]);
      const third = await reopen(where);
      const photos = await third.read(({ photos }) => photos.after(0, 10));
      expect(photos.map(({ body }) => body[0])).toEqual([0, 1, 2, 3, 4, 5]);
      await third.close();
    });
  });
}
