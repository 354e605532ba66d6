import { copyFile, open, readFile, rm, stat } from 'node:fs/promises';
import { SqliteStorage } from './storages/sqlite.ts';

/** Bytes of a page of a gallery's file. */
const pageBytes = 4096;

/** Fields of a database's header (sqlite.org/fileformat2.html): where they are, in bytes. */
const field = { formats: 18, changes: 24, pages: 28, freePages: 32, validFor: 92 } as const;

/** Of a file that has a write-ahead log. */
const withLog = 2;

/**
 * Copies of a damaged gallery's file, one after another in the same place, whose first page is that of a gallery without
 * rows. It says where each table begins: in all galleries as they were made in one place, and as they were compacted
 * in another. Which of the two it was is told by what can be read.
 *
 * @param copy where they are; it is deleted after each
 */
export async function* withNewFirstPage(file: string, copy: string): AsyncGenerator<void> {
  for (const compacted of [false, true]) {
    const page = await emptyFirstPage(copy, compacted);
    await copyFile(file, copy);
    const hasLog = await copyFile(`${file}-wal`, `${copy}-wal`).then(
      () => true,
      () => false,
    );
    page.fill(hasLog ? withLog : 1, field.formats, field.formats + 2);
    page.writeUInt32BE(Math.floor((await stat(file)).size / pageBytes), field.pages);
    // What was free is not looked for.
    page.fill(0, field.freePages, field.freePages + 8);
    page.copy(page, field.validFor, field.changes, field.changes + 4);
    const handle = await open(copy, 'r+');
    await handle.write(page, 0, pageBytes, 0);
    await handle.close();
    yield;
    await removeDatabase(copy);
  }
}

/** The first page of a gallery without rows. */
async function emptyFirstPage(file: string, compacted: boolean): Promise<Buffer> {
  await removeDatabase(file);
  const storage = await SqliteStorage.open(file, { create: true });
  if (compacted) await storage.compact();
  await storage.close();
  const page = (await readFile(file)).subarray(0, pageBytes);
  await removeDatabase(file);
  return page;
}

/** Deletes a database with its log. */
export async function removeDatabase(file: string): Promise<void> {
  for (const ending of ['', '-wal', '-shm']) await rm(file + ending, { force: true });
}
