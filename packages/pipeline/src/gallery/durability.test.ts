import { open, readdir, readFile, stat, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { errorOf, expectError } from '../testing/errors.ts';
import { openRecords } from './open-records.ts';
import type { GalleryRecords } from './records.ts';
import { repairGallery } from './repair.ts';
import { SqliteStorage } from './storages/sqlite.ts';
import {
  expectAcknowledged,
  expectWhole,
  kills,
  killsPatience,
  useEnrolling,
  withRecords as withStored,
} from './testing/enrolling-process.ts';
import { useGalleryFolder } from './testing/storages.ts';

const at = useGalleryFolder();
const enrolling = useEnrolling();

const withRecords = <T>(file: string, work: (records: GalleryRecords) => Promise<T>): Promise<T> =>
  withStored(() => SqliteStorage.open(file, { create: true }), work);

const vectorOf = (number: number) => Float32Array.from({ length: 128 }, (_, d) => number + d / 128);

describe('a gallery in a file', () => {
  it(
    `keeps what was acknowledged when a process is killed, ${kills} times`,
    async () => {
      const file = at('killed.db');
      await expectAcknowledged(
        (prefix) => enrolling(file, prefix, 100_000),
        () => SqliteStorage.open(file, { create: true }),
      );
    },
    killsPatience,
  );

  it('is written by two processes at once', async () => {
    const file = at('shared.db');
    const run = async (prefix: string) => {
      const { code, errors, names } = await enrolling(file, prefix, 40).end();
      expect([code, errors]).toEqual([0, '']);
      return names;
    };
    const names = (await Promise.all([run('a'), run('b')])).flat();
    expect(names).toHaveLength(80);
    await withRecords(file, (records) => expectWhole(records, names));
  });

  it('stays as it was when the disk is full', async () => {
    const file = at('full.db');
    await withRecords(file, (records) => records.putSetting('x', 1));
    // Nothing may write a file beyond that size, in units of 1,024 bytes.
    const limit = Math.ceil((await stat(file)).size / 1024) + 1500;
    const command = `trap '' XFSZ; ulimit -f ${limit}; exec "$0" "$@"`;
    const shell = ['bash', '-c', command];
    const { code, errors, names } = await enrolling(file, 'full', 100_000, shell).end();
    expect(code).not.toBe(0);
    expect(errors).toMatch(/full\.db can't be written: .*full|disk/);
    expect(names.length).toBeGreaterThan(3);
    await withRecords(file, async (records) => {
      await expectWhole(records, names);
      expect(await records.people()).toHaveLength(names.length);
    });
  });

  it('takes no notice of a log whose last page was written in part', async () => {
    const file = at('torn.db');
    const names: string[] = [];
    const storage = await SqliteStorage.open(file, { create: true });
    const records = await openRecords(storage, undefined);
    const enroll = (name: string, number: number) => {
      const vector = Float32Array.from({ length: 128 }, (_, d) => number + d / 128);
      const photo = { file: `${name}.jpg`, hash: name };
      return records.enroll([{ person: { name }, photo, faces: [{ model: 'm', vector }] }]);
    };
    for (let i = 0; i < 5; i++) {
      await enroll(`t-${i}`, i);
      names.push(`t-${i}`);
    }
    const whole = (await stat(`${file}-wal`)).size;
    await enroll('t-5', 5);
    // What another process would find after a loss of power.
    const copy = at('torn-copy.db');
    await writeFile(copy, await readFile(file));
    await writeFile(`${copy}-wal`, await readFile(`${file}-wal`));
    await truncate(`${copy}-wal`, whole + 1000);
    await storage.close();
    await withRecords(copy, async (again) => {
      await expectWhole(again, names);
      expect(await again.people()).toHaveLength(5);
    });
  });
});

describe('a damaged file', () => {
  const box = { x: 1, y: 2, width: 3, height: 4 };

  /** A gallery of many people whose file is damaged from a byte on. */
  async function damage(name: string, from: (size: number) => number, length: number) {
    const file = at(name);
    await withRecords(file, async (records) => {
      const entries = Array.from({ length: 400 }, (_, i) => {
        const vector = vectorOf(i);
        const person = { name: `d-${i}` };
        const photo = { file: `d-${i}.jpg`, hash: `d-${i}` };
        return { person, photo, faces: [{ model: 'm', vector, box }] };
      });
      await records.enroll(entries);
      await records.storage.compact();
    });
    const handle = await open(file, 'r+');
    const { size } = await handle.stat();
    await handle.write(Buffer.alloc(length, 0xa5), 0, length, from(size));
    await handle.close();
    return file;
  }

  /** Opens a gallery, and reads its vectors. */
  const read = (file: string) =>
    withRecords(file, async (records) => {
      const heads = await records.packHeads();
      await records.packs(heads.map(({ id }) => id));
      await records.people();
    });

  it.each([
    ['a page in the middle', (size: number) => Math.floor(size / 2 / 4096) * 4096, 4096, 400],
    ['some bytes of the vectors', (size: number) => size - 60_000, 16, 1],
  ])('is named, and what is readable of it is saved: %s', async (what, from, length, most) => {
    const file = await damage(`${path.basename(what).replaceAll(' ', '-')}.db`, from, length);
    const error = await errorOf(() => read(file));
    expect(error).toMatchObject({ code: 'bad-gallery', fix: expect.stringMatching(/repair/) });
    expect(String(error)).toContain(file);

    const report = await repairGallery(file, undefined);
    expect(report.lost).toBeGreaterThan(0);
    expect(report.kept).toBe(`${file}.damaged`);
    expect(report).toMatchObject({ people: 400, faces: 400, photos: 400 });
    expect(report.withoutVector).toBeGreaterThan(0);
    expect(report.withoutVector).toBeLessThanOrEqual(most);
    await withRecords(file, async (records) => {
      expect(await records.people()).toHaveLength(report.people);
      expect(await records.counts()).toMatchObject({ people: 400, faces: 400 });
      // Each vector that is left is whole.
      const heads = await records.packHeads();
      const packs = await records.packs(heads.map(({ id }) => id));
      const all = [...packs.values()].flatMap(({ ids }) => [...ids]);
      expect(all).toHaveLength(report.faces - report.withoutVector);
      for (const { ids, vectors } of packs.values()) {
        ids.forEach((id, i) => {
          expect(vectors.subarray(i * 128, i * 128 + 128)).toEqual(vectorOf(id - 1));
        });
      }
      const without = (await records.facesOf(1)).concat(await records.faces(all));
      expect(without.find(({ pack }) => pack === 0) ?? { box }).toMatchObject({ box });
    });
    const files = (await readdir(at(''))).filter((name) =>
      path.join(at(''), name).startsWith(file),
    );
    expect(files.sort()).toEqual([path.basename(file), `${path.basename(file)}.damaged`]);
  });

  it('gives back faces whose vectors are lost once they are made anew', async () => {
    const file = await damage('anew.db', (size) => size - 60_000, 16);
    await repairGallery(file, undefined);
    await withRecords(file, async (records) => {
      const lost: number[] = [];
      for await (const { id, pack } of records.allFaces()) if (pack === 0) lost.push(id);
      expect(lost).toHaveLength(1);
      const [face] = lost;
      await records.replaceVectors([{ face, model: 'm', vector: vectorOf(face - 1) }]);
      await expectWhole(records, [`d-${face - 1}`]);
    });
    // The model is known, as it was.
    expect(await repairGallery(file, undefined)).toMatchObject({ lost: 0, withoutVector: 0 });
  });

  it('keeps its model where a repair has lost the setting', async () => {
    const file = at('model.db');
    await withRecords(file, async (records) => {
      const face = { model: 'm', vector: Float32Array.of(1, 2) };
      await records.enroll([{ person: { name: 'Ada' }, faces: [face] }]);
      await records.storage.write(async ({ settings }) => {
        const [row] = await settings.find('name', 'model');
        await settings.put({ ...row, body: row.body.map((byte) => byte ^ 1) });
      });
    });
    expect(await repairGallery(file, undefined)).toMatchObject({ faces: 1, lost: 1 });
    await withRecords(file, async (records) => {
      expect(await records.getSetting('model')).toBe('m');
      await records.storage.write(async ({ settings }) => {
        const [row] = await settings.find('name', 'model');
        await settings.delete([row.id]);
      });
      const other = { model: 'n', vector: Float32Array.of(1, 2) };
      const enroll = () => records.enroll([{ person: { name: 'Bo' }, faces: [other] }]);
      await expectError(enroll, 'model-mismatch', /has faces of m, these are of n/);
    });
  });

  it('is looked through to the end where the counts of its tables are lost, too', async () => {
    const file = await damage('sequence.db', (size) => Math.floor(size / 2 / 4096) * 4096, 4096);
    const { default: Database } = await import('libsql');
    const database = new Database(file);
    database.exec('DELETE FROM sqlite_sequence');
    database.close();
    const report = await repairGallery(file, undefined);
    expect(report).toMatchObject({ people: 400, faces: 400, photos: 400 });
    expect(report.lost).toBeGreaterThan(0);
  });

  /** Changes what one row of a gallery's table says, and not what it is found by. */
  async function changeKey(file: string, table: string, column: string, change: string) {
    const { default: Database } = await import('libsql');
    const index = `${table}_${column}`;
    const schema = new Database(file);
    schema.exec('PRAGMA journal_mode = delete; PRAGMA writable_schema = ON');
    const [kept] = schema
      .prepare('SELECT type, name, tbl_name, rootpage, sql FROM sqlite_schema WHERE name = ?')
      .raw()
      .all([index]) as unknown[][];
    schema.exec(`DELETE FROM sqlite_schema WHERE name = '${index}'`);
    schema.close();
    const database = new Database(file);
    database.exec(`UPDATE ${table} SET ${column} = ${change}; PRAGMA writable_schema = ON`);
    database.prepare('INSERT INTO sqlite_schema VALUES (?, ?, ?, ?, ?)').run(kept);
    database.close();
  }

  it.each([
    ['faces', 'person', '2 WHERE id = 1', 1],
    ['faces', 'photo', '2 WHERE id = 1', 1],
    ['faces', 'pack', '9 WHERE id = 1', 0],
    ['people', 'name', "'k-1' WHERE id = 1", 0],
    ['photos', 'hash', "'k-1' WHERE id = 1", 0],
    ['packs', 'model', "'n' WHERE id = 1", 0],
    ['packs', 'named', '0 WHERE id = 1', 0],
    ['packs', 'version', '0 WHERE id = 1', 0],
    ['settings', 'name', "'modem' WHERE name = 'model'", 1],
  ])('is named where a key of a row is damaged: %s, %s', async (table, column, change, lost) => {
    const file = at(`key-${table}-${column}.db`);
    const names = ['k-0', 'k-1', 'k-2'];
    await withRecords(file, async (records) => {
      for (const [i, name] of names.entries()) {
        const photo = { file: `${name}.jpg`, hash: name };
        await records.enroll([
          { person: { name }, photo, faces: [{ model: 'm', vector: vectorOf(i), box }] },
        ]);
      }
    });
    await changeKey(file, table, column, change);
    await expectError(() => read(file), 'bad-gallery', /is damaged/);

    expect(await repairGallery(file, undefined)).toMatchObject({
      people: 3,
      faces: 3,
      photos: 3,
      lost,
      kept: `${file}.damaged`,
    });
    await withRecords(file, async (records) => {
      if (table !== 'faces' || lost === 0) await expectWhole(records, names);
      const [first] = await records.faces([1]);
      expect(first.person).toBe(column === 'person' ? null : 1);
      expect(first.photo).toBe(column === 'photo' ? null : 1);
    });
  });

  it('is not repaired while somebody has it open', async () => {
    const file = await damage('open.db', (size) => size - 60_000, 16);
    const storage = await SqliteStorage.open(file, { create: false });
    const repair = () => repairGallery(file, undefined);
    await expectError(repair, 'file-unwritable', /open\.db is open elsewhere/);
    await storage.close();
    expect(await repair()).toMatchObject({ people: 400 });
  });

  it.each([
    ['all of it', 0, 4096],
    ['what it says of tables', 100, 3996],
    ['its first bytes', 0, 40],
  ])('is saved where its first page is gone: %s', async (_, begin, length) => {
    const file = at(`first-${begin}-${length}.db`);
    for (const compacted of [true, false]) {
      const own = `${file}-${compacted}`;
      await withRecords(own, async (records) => {
        for (let i = 0; i < 40; i++) {
          const photo = { file: `f-${i}.jpg`, hash: `f-${i}` };
          const faces = [{ model: 'm', vector: vectorOf(i) }];
          await records.enroll([{ person: { name: `f-${i}` }, photo, faces }]);
        }
        if (compacted) await records.storage.compact();
      });
      const handle = await open(own, 'r+');
      await handle.write(Buffer.alloc(length, 0xa5), 0, length, begin);
      await handle.close();
      await expectError(() => read(own), 'bad-gallery', /./);
      const report = await repairGallery(own, undefined);
      expect(report).toMatchObject({ people: 40, faces: 40, photos: 40, lost: 0 });
      expect(report.kept).toBe(`${own}.damaged`);
      await withRecords(own, (records) => expectWhole(records, ['f-0', 'f-39']));
      const names = (await readdir(at(''))).filter((name) => name.startsWith(path.basename(own)));
      expect(names.sort()).toEqual([path.basename(own), `${path.basename(own)}.damaged`]);
    }
  });

  it('that shows nothing of a gallery is left as it is', async () => {
    const file = at('diary.db');
    const diary = 'Dear diary, nothing happened today.\n'.repeat(500);
    await writeFile(file, diary);
    const repair = () => repairGallery(file, undefined);
    await expectError(
      repair,
      'bad-gallery',
      /diary\.db is no gallery, or nothing of it can be read/,
    );
    expect(await readFile(file, 'utf8')).toBe(diary);
  });

  it('is saved where its settings are lost', async () => {
    const file = at('settings.db');
    await withRecords(file, async (records) => {
      const face = { model: 'm', vector: Float32Array.of(1, 2) };
      await records.enroll([{ person: { name: 'Ada' }, faces: [face] }]);
      await records.storage.write(async ({ settings }) => {
        const [row] = await settings.find('name', 'format');
        await settings.put({ ...row, body: row.body.map((byte) => byte ^ 1) });
      });
    });
    await expectError(() => read(file), 'bad-gallery', /a row of settings/);
    expect(await repairGallery(file, undefined)).toMatchObject({ people: 1, faces: 1, lost: 1 });
    await withRecords(file, async (records) => {
      expect(await records.people()).toMatchObject([{ name: 'Ada' }]);
    });
  });

  it('is left as it is where nothing is wrong', async () => {
    const file = at('sound.db');
    await withRecords(file, (records) => records.putSetting('x', 1));
    expect(await repairGallery(file, undefined)).toMatchObject({ lost: 0, kept: null });
  });

  it('may be no gallery at all', async () => {
    await writeFile(at('text.db'), 'Dear diary, nothing happened today.\n'.repeat(500));
    await expectError(() => read(at('text.db')), 'bad-gallery', /text\.db is no gallery/);
    const open = () => SqliteStorage.open(at('missing.db'), { create: false });
    await expectError(open, 'file-unreadable', /missing\.db: there is no gallery/);
    const nowhere = () => SqliteStorage.open(at('no/such/folder.db'), { create: true });
    await expectError(nowhere, 'file-unwritable', /folder\.db can't be opened: ENOENT/);
  });
});
