import { copyFile, link, rename, stat } from 'node:fs/promises';
import { FaceGpuError } from '@facegpu/kernels';
import { decodeJson, encodeJson } from './bodies.ts';
import { type Codec, PlainCodec } from './codec.ts';
import { noPack, type StoredFace } from './entries.ts';
import { removeDatabase, withNewFirstPage } from './first-page.ts';
import { findCodec } from './open-records.ts';
import { decodePack, encodePack, pickFromPack, salvagePack } from './packs.ts';
import type { GalleryKey } from './sealed-codec.ts';
import { type Saved, settleKeys } from './settle-keys.ts';
import { type ReadableTable, type Row, type TableName, tableNames } from './storage.ts';
import { isPostgres } from './storages/postgres.ts';
import { SqliteStorage } from './storages/sqlite.ts';

/** What a repair has saved. */
export interface RepairReport {
  readonly people: number;
  readonly faces: number;
  readonly photos: number;
  /** Faces, among those, that have lost their vector: `reembed` makes it anew. */
  readonly withoutVector: number;
  /** Rows that could not be read, or that hung on one that couldn't; owners and photos of faces that are in doubt. */
  readonly lost: number;
  /** Where the file is as it was before; `null` where nothing was lost, and it stays as it is. */
  readonly kept: string | null;
}

/** Rows that are read at once. */
const together = 256;

/**
 * Saves what is readable of a gallery's file: whole rows, those vectors of a damaged pack that are whole, and faces
 * that can be made anew. A new file takes the place of the damaged one, which is kept beside it. Nobody else has the
 * file open meanwhile.
 *
 * @throws FaceGpuError `bad-gallery` where nothing is readable, `wrong-key`, `file-unreadable`, `file-unwritable` where
 * it is open elsewhere, too
 */
export async function repairGallery(
  file: string,
  key: GalleryKey | undefined,
): Promise<RepairReport> {
  if (isPostgres(file)) {
    throw new FaceGpuError(
      'unsupported-feature',
      'a gallery in Postgres is not repaired here: the server looks after its files',
      'Restore the database from a backup.',
    );
  }
  const damaged = await openDamaged(file);
  if (!damaged) return repairFirstPage(file, key);
  try {
    const all = await save(damaged, key);
    if (all.size === 0) return await repairFirstPage(file, key);
    if (all.counts.lost === 0 && (await damaged.isSound())) return { ...all.counts, kept: null };
    return { ...all.counts, kept: await replace(file, all.saved) };
  } finally {
    await damaged.close();
  }
}

/**
 * Repairs a file whose first page is damaged, which says where all else is.
 *
 * @throws FaceGpuError `bad-gallery` where no row can be read
 */
async function repairFirstPage(file: string, key: GalleryKey | undefined): Promise<RepairReport> {
  const copy = `${file}.repairing`;
  let most: Readable | undefined;
  for await (const _ of withNewFirstPage(file, copy)) {
    const damaged = await openDamaged(copy);
    const all = damaged && (await save(damaged, key).finally(() => damaged.close()));
    if (all && all.size > (most?.size ?? 0)) most = all;
  }
  if (most) return { ...most.counts, kept: await replace(file, most.saved) };
  throw new FaceGpuError(
    'bad-gallery',
    `${file} is no gallery, or nothing of it can be read`,
    'Take a copy of it, or what was exported. The file is left as it is.',
  );
}

/** What can be read of a file. */
interface Readable {
  readonly saved: Saved;
  readonly counts: Omit<RepairReport, 'kept'>;
  /** How many rows. */
  readonly size: number;
}

async function save(damaged: SqliteStorage, key: GalleryKey | undefined): Promise<Readable> {
  const codec = await findCodec(damaged, key);
  const { saved, lost: unread } = await readAll(damaged, codec);
  const doubtful = await settleKeys(damaged, codec, saved);
  const { lost: loose, withoutVector } = await dropLoose(saved, codec);
  await restoreModel(saved, codec);
  const counts = {
    people: saved.people.size,
    faces: saved.faces.size,
    photos: saved.photos.size,
    withoutVector,
    lost: unread + doubtful + loose,
  };
  const size = Object.values(saved).reduce((sum, rows) => sum + rows.size, 0);
  return { saved, counts, size };
}

/** Nothing where not even its beginning says what the file is. */
async function openDamaged(file: string): Promise<SqliteStorage | undefined> {
  try {
    return await SqliteStorage.open(file, { create: false, damaged: true });
  } catch (error) {
    const { code } = ((error as Error).cause ?? {}) as { readonly code?: unknown };
    if (code === 'SQLITE_NOTADB' || code === 'SQLITE_CORRUPT') return undefined;
    throw error;
  }
}

/** Puts a new file in the place of one that nobody else has open. @returns where that is now */
async function replace(file: string, saved: Saved): Promise<string> {
  const repaired = `${file}.repaired`;
  await removeDatabase(repaired);
  try {
    const storage = await SqliteStorage.open(repaired, { create: true });
    try {
      await storage.write(async (tables) => {
        for (const table of tableNames) {
          for (const row of saved[table].values()) await tables[table].put(row);
        }
      });
      await storage.compact();
    } finally {
      await storage.close();
    }
    const kept = await freeName(`${file}.damaged`);
    // Some file systems have no links.
    await link(file, kept).catch(() => copyFile(file, kept));
    await rename(repaired, file);
    return kept;
  } finally {
    await removeDatabase(repaired);
  }
}

/** Says what made the vectors, where that was lost. */
async function restoreModel({ settings, packs }: Saved, codec: Codec): Promise<void> {
  const model = [...packs.values()].at(-1)?.keys.model;
  const isThere = [...settings.values()].some(({ keys }) => keys.name === 'model');
  if (isThere || model === undefined) return;
  const id = Math.max(0, ...settings.keys()) + 1;
  const body = await codec.seal('settings', encodeJson(model));
  settings.set(id, { id, keys: { name: 'model' }, body });
}

/** Packs come first: they say which faces there are. */
const readingOrder: readonly TableName[] = [
  'packs',
  ...tableNames.filter((name) => name !== 'packs'),
];

async function readAll(
  storage: SqliteStorage,
  codec: Codec,
): Promise<{ saved: Saved; lost: number }> {
  const saved = Object.fromEntries(tableNames.map((name) => [name, new Map()])) as Saved;
  const plain = new PlainCodec(storage.name);
  let lost = 0;
  let lastFace = 0;
  for (const name of readingOrder) {
    const { rows, missed } = await readTable(storage, name, name === 'faces' ? lastFace : 0);
    lost += missed;
    for (const row of rows) {
      // A row of something else, where it isn't known where tables begin.
      if (!ArrayBuffer.isView(row.body)) continue;
      // What says how the others are kept is never encrypted.
      const isFormat = name === 'settings' && row.keys.name === 'format';
      const own = isFormat ? plain : codec;
      if (await isWhole(own, name, row)) saved[name].set(row.id, row);
      else {
        lost++;
        const rest = name === 'packs' ? await salvage(codec, row) : undefined;
        if (rest) saved.packs.set(row.id, rest);
      }
    }
    for (const { body } of saved.packs.values()) {
      if (name !== 'packs') break;
      for (const face of decodePack(await codec.open('packs', body)).ids) {
        lastFace = Math.max(lastFace, face);
      }
    }
  }
  return { saved, lost };
}

/** The whole vectors of a damaged pack. */
async function salvage(codec: Codec, row: Row): Promise<Row | undefined> {
  const body = codec.salvage(row.body);
  const pack = body && salvagePack(body);
  return pack && { ...row, body: await codec.seal('packs', encodePack(pack)) };
}

async function isWhole(codec: Codec, table: TableName, { body }: Row): Promise<boolean> {
  return codec.open(table, body).then(
    () => true,
    () => false,
  );
}

/**
 * All rows of a table that can be read: many at once, and one by one where that fails.
 *
 * @param known an id that there was at least
 */
async function readTable(
  storage: SqliteStorage,
  name: TableName,
  known: number,
): Promise<{ rows: Row[]; missed: number }> {
  const attempt = <T>(work: (table: ReadableTable) => Promise<T>): Promise<T | undefined> => {
    return storage.read((tables) => work(tables[name])).catch(() => undefined);
  };
  const rows: Row[] = [];
  let missed = 0;
  const found = await storage.lastId(name);
  const last = Math.max(found ?? 0, known);
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
    if (end <= id) {
      // Nothing says how many there were.
      if (found === undefined) missed++;
      break;
    }
    for (id++; id <= end; id++) {
      const row = await attempt((table) => table.get([id]));
      if (!row) missed++;
      else rows.push(...row);
    }
    id = end;
  }
  return { rows, missed };
}

/**
 * Leaves out vectors without a face, faces whose vector is lost and can't be made anew, and chips without a face.
 *
 * @returns how many rows that were, and how many faces are left without a vector
 */
async function dropLoose(
  saved: Saved,
  codec: Codec,
): Promise<{ lost: number; withoutVector: number }> {
  let lost = 0;
  let withoutVector = 0;
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
    const hasVector = inPacks.get(id) === pack;
    // The face is there; whose it is, or where it was found, may not be.
    const keys = {
      person: person !== null && saved.people.has(Number(person)) ? person : null,
      photo: photo !== null && saved.photos.has(Number(photo)) ? photo : null,
      pack: hasVector ? pack : noPack,
    };
    const isOfPhoto = keys.photo !== null && (await hasBox(codec, face));
    if (hasVector || isOfPhoto || saved.chips.has(id)) {
      saved.faces.set(id, { ...face, keys });
      if (!hasVector) withoutVector++;
    } else {
      saved.faces.delete(id);
      lost++;
    }
  }
  for (const id of [...saved.chips.keys()]) if (!saved.faces.has(id)) saved.chips.delete(id);
  return { lost, withoutVector };
}

/** Whether a face can be found again in its photo. */
async function hasBox(codec: Codec, { body }: Row): Promise<boolean> {
  const { box } = decodeJson<Pick<StoredFace, 'box'>>(await codec.open('faces', body));
  return box !== undefined;
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
