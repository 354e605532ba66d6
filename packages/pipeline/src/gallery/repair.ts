import { rename, rm, stat } from 'node:fs/promises';
import { FaceGpuError } from '@facegpu/kernels';
import { type Codec, PlainCodec } from './codec.ts';
import { findCodec } from './open-records.ts';
import { decodePack, encodePack, pickFromPack } from './packs.ts';
import type { GalleryKey } from './sealed-codec.ts';
import { type ReadableTable, type Row, type TableName, tableNames } from './storage.ts';
import { SqliteStorage } from './storages/sqlite.ts';

/** What a repair has saved. */
export interface RepairReport {
  readonly people: number;
  readonly faces: number;
  readonly photos: number;
  /** Rows that could not be read, or that hung on one that couldn't. */
  readonly lost: number;
  /** Where the file is as it was before; `null` where nothing was lost, and it stays as it is. */
  readonly kept: string | null;
}

/** Rows that are read at once. */
const together = 256;

/** The rows of each table. */
type Saved = Record<TableName, Map<number, Row>>;

/**
 * Saves what is readable of a gallery's file: whole rows, and those that nothing they need is missing of. A new file
 * takes the place of the damaged one, which is kept beside it.
 *
 * @throws FaceGpuError `bad-gallery` where nothing is readable, `wrong-key`, `file-unreadable`, `file-unwritable`
 */
export async function repairGallery(
  file: string,
  key: GalleryKey | undefined,
): Promise<RepairReport> {
  const damaged = await SqliteStorage.open(file, { create: false, damaged: true });
  let saved: Saved;
  let lost: number;
  try {
    const codec = await findCodec(damaged, key);
    ({ saved, lost } = await readAll(damaged, codec));
    requireSomething(file, saved);
    lost += await dropLoose(saved, codec);
  } finally {
    await damaged.close();
  }
  const report = {
    people: saved.people.size,
    faces: saved.faces.size,
    photos: saved.photos.size,
    lost,
  };
  if (lost === 0 && (await isSound(file))) return { ...report, kept: null };
  const repaired = `${file}.repaired`;
  await removeDatabase(repaired);
  const storage = await SqliteStorage.open(repaired, { create: true });
  await storage.write(async (tables) => {
    for (const table of tableNames) {
      for (const row of saved[table].values()) await tables[table].put(row);
    }
  });
  await storage.compact();
  await storage.close();
  const kept = await freeName(`${file}.damaged`);
  await rename(file, kept);
  for (const ending of ['-wal', '-shm']) {
    await rename(file + ending, kept + ending).catch(() => {});
  }
  await rename(repaired, file);
  return { ...report, kept };
}

async function readAll(
  storage: SqliteStorage,
  codec: Codec,
): Promise<{ saved: Saved; lost: number }> {
  const saved = Object.fromEntries(tableNames.map((name) => [name, new Map()])) as Saved;
  const plain = new PlainCodec(storage.name);
  let lost = 0;
  for (const name of tableNames) {
    const { rows, missed } = await readTable(storage, name);
    lost += missed;
    for (const row of rows) {
      // What says how the others are kept is never encrypted.
      const isFormat = name === 'settings' && row.keys.name === 'format';
      const own = isFormat ? plain : codec;
      if (await isWhole(own, name, row)) saved[name].set(row.id, row);
      else lost++;
    }
  }
  return { saved, lost };
}

async function isWhole(codec: Codec, table: TableName, { body }: Row): Promise<boolean> {
  return codec.open(table, body).then(
    () => true,
    () => false,
  );
}

/** All rows of a table that can be read: many at once, and one by one where that fails. */
async function readTable(
  storage: SqliteStorage,
  name: TableName,
): Promise<{ rows: Row[]; missed: number }> {
  const attempt = <T>(work: (table: ReadableTable) => Promise<T>): Promise<T | undefined> => {
    return storage.read((tables) => work(tables[name])).catch(() => undefined);
  };
  const rows: Row[] = [];
  let missed = 0;
  const last = await storage.lastId(name).catch(() => 0);
  for (let id = 0; ; ) {
    const some = await attempt((table) => table.after(id, together));
    if (some) {
      rows.push(...some);
      if (some.length < together) break;
      id = some[some.length - 1].id;
      continue;
    }
    // Somewhere in what follows is a page that can't be read.
    const end = Math.min(last, id + together);
    if (end <= id) break;
    for (id++; id <= end; id++) {
      const found = await attempt((table) => table.get([id]));
      if (!found) missed++;
      else rows.push(...found);
    }
    id = end;
  }
  return { rows, missed };
}

/** Leaves out faces without a vector, vectors without a face, and chips without either. @returns how many rows */
async function dropLoose(saved: Saved, codec: Codec): Promise<number> {
  let lost = 0;
  const inPacks = new Map<number, number>();
  for (const row of [...saved.packs.values()]) {
    const pack = decodePack(await codec.open('packs', row.body));
    const places = [...pack.ids.keys()].filter((place) => {
      const face = saved.faces.get(pack.ids[place]);
      return face?.keys.pack === row.id;
    });
    for (const place of places) inPacks.set(pack.ids[place], row.id);
    if (places.length === pack.ids.length) continue;
    lost += pack.ids.length - places.length;
    if (places.length === 0) {
      saved.packs.delete(row.id);
      continue;
    }
    const body = await codec.seal('packs', encodePack(pickFromPack(pack, places)));
    saved.packs.set(row.id, { ...row, body });
  }
  for (const [id, face] of [...saved.faces]) {
    const { person, photo, pack } = face.keys;
    const hasPerson = person === null || saved.people.has(Number(person));
    if (inPacks.get(id) !== pack) {
      saved.faces.delete(id);
      lost++;
    } else if (!hasPerson || (photo !== null && !saved.photos.has(Number(photo)))) {
      // The face is there; whose it is, or where it was found, isn't.
      const keys = {
        ...face.keys,
        person: hasPerson ? person : null,
        photo: photo !== null && saved.photos.has(Number(photo)) ? photo : null,
      };
      saved.faces.set(id, { ...face, keys });
    }
  }
  for (const id of [...saved.chips.keys()]) if (!saved.faces.has(id)) saved.chips.delete(id);
  return lost;
}

/** @throws FaceGpuError `bad-gallery` where no row can be read */
function requireSomething(file: string, saved: Saved): void {
  if (Object.values(saved).some((rows) => rows.size > 0)) return;
  throw new FaceGpuError(
    'bad-gallery',
    `${file}: no row can be read`,
    'Take a copy of it, or what was exported. The file is left as it is.',
  );
}

/** Whether each page of the file is as it should be. */
async function isSound(file: string): Promise<boolean> {
  try {
    await (await SqliteStorage.open(file, { create: false })).close();
    return true;
  } catch {
    return false;
  }
}

async function removeDatabase(file: string): Promise<void> {
  for (const ending of ['', '-wal', '-shm']) await rm(file + ending, { force: true });
}

/** A name that no file has yet. */
async function freeName(name: string): Promise<string> {
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? name : `${name}-${number}`;
    const isThere = await stat(candidate).then(
      () => true,
      () => false,
    );
    if (!isThere) return candidate;
  }
}
