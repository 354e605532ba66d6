import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { expectError } from '../../testing/errors.ts';
import { describeConformance } from '../testing/conformance.ts';
import { useGalleryFolder } from '../testing/storages.ts';
import { SqliteStorage } from './sqlite.ts';

const at = useGalleryFolder();

/** All that is on the disk of a gallery. */
async function onDisk(name: string): Promise<Uint8Array> {
  const parts = ['', '-wal'].map((ending) => readFile(at(name) + ending).catch(() => Buffer.of()));
  return Buffer.concat(await Promise.all(parts));
}

describeConformance({
  name: 'sqlite',
  create: (name) => SqliteStorage.open(at(name), { create: true }),
  reopen: (name) => SqliteStorage.open(at(name), { create: false }),
  onDisk,
});

/** Does something to a file as another program would. */
async function withDatabase(file: string, ...statements: readonly string[]): Promise<void> {
  const { default: Database } = await import('libsql');
  const database = new Database(file);
  for (const sql of statements) database.exec(sql);
  database.close();
}

/** The files of a gallery that are there. */
async function filesOf(file: string): Promise<string[]> {
  const names = await readdir(path.dirname(file));
  return names.filter((name) => name.startsWith(path.basename(file))).sort();
}

describe('a file', () => {
  it('of another program is refused, and stays as it is', async () => {
    const file = at('other.db');
    await withDatabase(file, 'CREATE TABLE notes (text)', "INSERT INTO notes VALUES ('mine')");
    const before = await readFile(file);
    for (const damaged of [false, true]) {
      const open = () => SqliteStorage.open(file, { create: true, damaged });
      await expectError(open, 'bad-gallery', /other\.db is a database of another program/);
    }
    expect((await readFile(file)).equals(before)).toBe(true);
    expect(await filesOf(file)).toEqual(['other.db']);
  });

  it.each([
    [1, /an older FaceGPU/],
    [99, /a newer FaceGPU/],
  ])('of layout %i is refused', async (layout, message) => {
    const file = at(`layout-${layout}.db`);
    await (await SqliteStorage.open(file, { create: true })).close();
    await withDatabase(file, `PRAGMA user_version = ${layout}`);
    await expectError(() => SqliteStorage.open(file, { create: false }), 'bad-gallery', message);
  });

  it('is a single one once everybody has closed it', async () => {
    const file = at('closed.db');
    const first = await SqliteStorage.open(file, { create: true });
    const second = await SqliteStorage.open(file, { create: false });
    await first.write(async ({ people }) => {
      await people.add({ name: 'Ada' }, Uint8Array.of(1));
    });
    expect(await filesOf(file)).toEqual(['closed.db', 'closed.db-shm', 'closed.db-wal']);
    await first.close();
    expect(await second.read(({ people }) => people.count())).toBe(1);
    await second.close();
    const third = await SqliteStorage.open(file, { create: false });
    expect(await third.read(({ people }) => people.count())).toBe(1);
    await third.close();
  });
});
