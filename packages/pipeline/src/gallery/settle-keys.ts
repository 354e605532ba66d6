import { Lazy } from '../async/lazy.ts';
import { decodeJson } from './bodies.ts';
import type { Codec } from './codec.ts';
import type { StoredFace, StoredPerson, StoredPhoto } from './entries.ts';
import { decodePack } from './packs.ts';
import { type Key, type Row, type TableName, tableColumns, tableNames } from './storage.ts';
import type { SqliteStorage } from './storages/sqlite.ts';

/** The rows that were saved of each table. */
export type Saved = Record<TableName, Map<number, Row>>;

/** What a key was, as far as the rest of a gallery says it; nothing where it doesn't. */
type Witness = (row: Row, gallery: Gallery) => Promise<Key | undefined>;

interface Gallery {
  readonly saved: Saved;
  readonly codec: Codec;
  /** Which pack each face's vector is in: all of them are read for that, once. */
  readonly packOf: () => Promise<ReadonlyMap<number, number>>;
}

/** By table and column. */
const witnesses: Readonly<Record<string, Witness>> = {
  'people name': async ({ body }, { codec }) => {
    const person = decodeJson<Pick<StoredPerson, 'name'>>(await codec.open('people', body));
    return codec.keyOf(person.name);
  },
  'photos hash': async ({ body }, { codec }) => {
    const photo = decodeJson<Pick<StoredPhoto, 'hash'>>(await codec.open('photos', body));
    return codec.keyOf(photo.hash);
  },
  'faces pack': async ({ id }, { packOf }) => (await packOf()).get(id),
  'packs model': async (pack, { saved: { faces }, codec }) => {
    for (const id of await facesIn(pack, codec)) {
      const face = faces.get(id);
      if (!face) continue;
      return decodeJson<Pick<StoredFace, 'model'>>(await codec.open('faces', face.body)).model;
    }
    return undefined;
  },
  'packs named': async (pack, { saved: { faces }, codec }) => {
    const inPack = await facesIn(pack, codec);
    return Number(inPack.some((id) => (faces.get(id)?.keys.person ?? null) !== null));
  },
  // Any value will do that the gallery has not been opened with.
  'packs version': async ({ keys }) => Number(keys.version) + 1,
};

/**
 * Settles what rows are found by where a damaged gallery contradicts itself. What nothing else tells is given up: a
 * face whose owner is in doubt is nobody's.
 *
 * @param saved of which whole rows are changed
 * @returns how many keys were given up
 */
export async function settleKeys(
  storage: SqliteStorage,
  codec: Codec,
  saved: Saved,
): Promise<number> {
  const places = new Lazy<ReadonlyMap<number, number>>();
  const packOf = () => places.get(() => packsOfFaces(saved, codec));
  let lost = 0;
  for (const table of tableNames) {
    for (const column of tableColumns[table]) {
      for (const id of await storage.doubtful(table, column)) {
        const row = saved[table].get(id);
        if (!row) continue;
        const key = await witnesses[`${table} ${column}`]?.(row, { saved, codec, packOf });
        if (key === undefined) lost++;
        if (key === undefined && table !== 'faces') saved[table].delete(id);
        else saved[table].set(id, { ...row, keys: { ...row.keys, [column]: key ?? null } });
      }
    }
  }
  return lost;
}

async function packsOfFaces({ packs }: Saved, codec: Codec): Promise<Map<number, number>> {
  const packOf = new Map<number, number>();
  for (const pack of packs.values()) {
    for (const face of await facesIn(pack, codec)) packOf.set(face, pack.id);
  }
  return packOf;
}

async function facesIn({ body }: Row, codec: Codec): Promise<Uint32Array> {
  return decodePack(await codec.open('packs', body)).ids;
}
