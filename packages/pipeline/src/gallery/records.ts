import { FaceGpuError } from '@facegpu/kernels';
import { show } from '../api/check-options.ts';
import type { Box, ChipImage } from '../api/face.ts';
import { overlap } from '../detect/overlap.ts';
import { decodeChip, decodeJson, encodeChip, encodeJson } from './bodies.ts';
import type { Codec } from './codec.ts';
import {
  type EnrolledEntry,
  type EnrollmentEntry,
  type FaceInput,
  type Json,
  noPack,
  type PersonInput,
  type SourcePhoto,
  type StoredFace,
  type StoredPerson,
  type StoredPhoto,
} from './entries.ts';
import { type FaceVector, type PackKind, type PackTails, PackWriter } from './pack-writer.ts';
import { decodePack, type Pack } from './packs.ts';
import type {
  GalleryStorage,
  ReadableTable,
  ReadableTables,
  Row,
  RowHead,
  TableName,
  Tables,
  WriteOptions,
} from './storage.ts';

/** Rows that are read at once. */
const together = 512;

/** A person by name or by id. */
export type PersonRef = string | number;

/** Whose a face is, and where it was found. */
export type FaceHead = Pick<StoredFace, 'id' | 'person' | 'photo'>;

type AddedFace = FaceVector & PackKind;

/** Another vector for a face. */
export interface NewVector {
  readonly face: number;
  readonly model: string;
  readonly vector: Float32Array;
}

/**
 * People, photos and faces as rows of a storage, and how they hang together. Nothing is kept here: what another
 * process has written is seen by the next call.
 */
export class GalleryRecords {
  readonly storage: GalleryStorage;
  readonly #codec: Codec;
  readonly #tails: PackTails = new Map();

  /** See `openRecords`. */
  constructor(storage: GalleryStorage, codec: Codec) {
    this.storage = storage;
    this.#codec = codec;
  }

  /**
   * Adds faces of people, or of nobody that is known: all of them, or nothing. A photo that a person has adds nothing,
   * and a face of nobody adds none where its photo has it.
   *
   * @param settings values that are kept, too, under names that have none yet
   * @throws FaceGpuError `model-mismatch` where the gallery's faces are another model's, `shape-mismatch` where vectors
   * of one model aren't of one length
   */
  enroll(
    entries: readonly EnrollmentEntry[],
    settings: Readonly<Record<string, Json>> = {},
  ): Promise<EnrolledEntry[]> {
    return this.#write(async (tables) => {
      const done: EnrolledEntry[] = [];
      const added: AddedFace[] = [];
      for (const entry of entries) done.push(await this.#enroll(tables, entry, added));
      await this.#addVectors(tables, added);
      for (const [name, value] of Object.entries(settings)) {
        if (!(await this.#setting(tables, name))) await this.#putSetting(tables, name, value);
      }
      return done;
    });
  }

  /** The person's faces of a photo with that content, where there are some. */
  enrolledAs(name: string, hash: string): Promise<EnrolledEntry | undefined> {
    return this.storage.read(async (tables) => {
      const person = await this.#findPerson(tables, name);
      return person && this.#knownFaces(tables, person, hash);
    });
  }

  /** All people, in the order of their first enrolment. */
  async people(): Promise<StoredPerson[]> {
    const people: StoredPerson[] = [];
    for await (const row of this.#all('people')) people.push(await this.#toPerson(row));
    return people;
  }

  person(who: PersonRef): Promise<StoredPerson | undefined> {
    return this.storage.read((tables) => this.#findPerson(tables, who));
  }

  /** The people with these ids, by id. */
  async peopleOf(ids: readonly number[]): Promise<Map<number, StoredPerson>> {
    const rows = await this.storage.read(({ people }) => people.get(ids));
    const people = await Promise.all(rows.map((row) => this.#toPerson(row)));
    return new Map(people.map((person) => [person.id, person]));
  }

  /** The faces with these ids, but for those that are gone. */
  async faces(ids: readonly number[]): Promise<StoredFace[]> {
    return this.#toFaces(await this.storage.read(({ faces }) => faces.get(ids)));
  }

  /** Whose faces are, by face; those of nobody are left out. */
  async owners(ids: readonly number[]): Promise<Map<number, number>> {
    const rows = await this.storage.read(({ faces }) => faces.get(ids));
    const owned = rows.filter(({ keys }) => keys.person !== null);
    return new Map(owned.map(({ id, keys }) => [id, Number(keys.person)]));
  }

  /** The faces of a person, or those of nobody. */
  async facesOf(person: number | null): Promise<StoredFace[]> {
    return this.#toFaces(await this.storage.read(({ faces }) => faces.find('person', person)));
  }

  /** Every face, without what its body says. */
  async faceHeads(): Promise<FaceHead[]> {
    const heads = await this.storage.read(({ faces }) => faces.heads());
    return heads.map(({ id, keys }) => {
      return { id, person: keys.person as number | null, photo: keys.photo as number | null };
    });
  }

  /** Every face, by ascending id. */
  async *allFaces(after = 0): AsyncGenerator<StoredFace, void, undefined> {
    for await (const row of this.#all('faces', after)) yield this.#toFace(row);
  }

  /** All photos by id. */
  async photos(): Promise<Map<number, StoredPhoto>> {
    const photos = new Map<number, StoredPhoto>();
    for await (const row of this.#all('photos')) photos.set(row.id, await this.#toPhoto(row));
    return photos;
  }

  async photo(id: number): Promise<StoredPhoto | undefined> {
    const [row] = await this.storage.read(({ photos }) => photos.get([id]));
    return row && this.#toPhoto(row);
  }

  /** The photos with that content. */
  async photosWith(hash: string): Promise<StoredPhoto[]> {
    const key = await this.#codec.keyOf(hash);
    const rows = await this.storage.read(({ photos }) => photos.find('hash', key));
    return Promise.all(rows.map((row) => this.#toPhoto(row)));
  }

  async chip(face: number): Promise<ChipImage | undefined> {
    const [row] = await this.storage.read(({ chips }) => chips.get([face]));
    return row && decodeChip(await this.#codec.open('chips', row.body));
  }

  /** Keeps where a photo is now. */
  async moved({ hash, path }: SourcePhoto): Promise<void> {
    const photos = await this.photosWith(hash);
    if (path === undefined || photos.every((photo) => photo.path === path)) return;
    await this.#write((tables) => this.#moved(tables, { hash, path }));
  }

  /** Which packs there are. */
  packHeads(): Promise<RowHead[]> {
    return this.storage.read(({ packs }) => packs.heads());
  }

  /** The packs with these ids, by id. */
  async packs(ids: readonly number[]): Promise<Map<number, Pack & { readonly version: number }>> {
    const rows = await this.storage.read(({ packs }) => packs.get(ids));
    const packs = new Map<number, Pack & { readonly version: number }>();
    for (const { id, keys, body } of rows) {
      const pack = decodePack(await this.#codec.open('packs', body));
      packs.set(id, { ...pack, version: Number(keys.version) });
    }
    return packs;
  }

  /**
   * Removes a person with all faces, their pictures, and the photos that show nobody else.
   *
   * @returns how many faces there were; nothing where there is no such person
   */
  async remove(who: PersonRef): Promise<number | undefined> {
    const [removed] = await this.removeAll([who]);
    return removed;
  }

  /** Removes several people as {@link remove} does: all of them, or nobody. @returns what it returns of each */
  removeAll(all: readonly PersonRef[]): Promise<(number | undefined)[]> {
    return this.#write(async (tables) => {
      const removed: (number | undefined)[] = [];
      for (const who of all) {
        const person = await this.#findPerson(tables, who);
        const faces = person && (await tables.faces.find('person', person.id));
        removed.push(faces?.length);
        if (!person || !faces) continue;
        await this.#removeFaces(tables, faces);
        await tables.people.delete([person.id]);
      }
      return removed;
    });
  }

  /** Removes faces; their people stay. @returns how many there were */
  removeFaces(ids: readonly number[]): Promise<number> {
    return this.#write(async (tables) => {
      const faces = await tables.faces.get(ids);
      await this.#removeFaces(tables, faces);
      return faces.length;
    });
  }

  /**
   * Gives a person another name; where that is another person's, the two become one.
   *
   * @returns the person now; nothing where there is none
   */
  rename(who: PersonRef, name: string): Promise<StoredPerson | undefined> {
    requireName(name);
    return this.#write(async (tables) => {
      const person = await this.#findPerson(tables, who);
      if (!person) return undefined;
      const other = await this.#findPerson(tables, name);
      if (other && other.id !== person.id) return this.#merge(tables, other, [person]);
      return this.#putPerson(tables, { ...person, name });
    });
  }

  /**
   * Makes several people one: `into` keeps name and data, and gets the others' tags and faces.
   *
   * @throws FaceGpuError `bad-argument` where there is no such person
   */
  merge(into: PersonRef, others: readonly PersonRef[]): Promise<StoredPerson> {
    return this.#write(async (tables) => {
      const all: StoredPerson[] = [];
      for (const who of [into, ...others]) all.push(await this.#requirePerson(tables, who));
      const [kept, ...rest] = all;
      return this.#merge(tables, kept, rest);
    });
  }

  /** Replaces tags and data. @throws FaceGpuError `bad-argument` where there is no such person */
  describe(who: PersonRef, { tags, data }: Partial<PersonInput>): Promise<StoredPerson> {
    return this.#write(async (tables) => {
      const person = await this.#requirePerson(tables, who);
      const changed = { ...person, ...(tags && { tags }), ...(data !== undefined && { data }) };
      return this.#putPerson(tables, changed);
    });
  }

  /** Says that faces are a person's, nobody's until then perhaps. */
  assign(faces: readonly number[], input: PersonInput): Promise<StoredPerson> {
    return this.#write(async (tables) => {
      const person = await this.#upsertPerson(tables, input);
      const rows = await tables.faces.get(faces);
      await this.#moveVectors(tables, rows, { named: true });
      for (const { id } of rows) {
        const [row] = await tables.faces.get([id]);
        await tables.faces.put({ ...row, keys: { ...row.keys, person: person.id } });
      }
      return person;
    });
  }

  /** Replaces vectors, by those of another model perhaps. */
  replaceVectors(vectors: readonly NewVector[]): Promise<void> {
    return this.#write(async (tables) => {
      const rows = await tables.faces.get(vectors.map(({ face }) => face));
      const byFace = new Map(vectors.map((vector) => [vector.face, vector]));
      await this.#moveVectors(tables, rows, {}, byFace);
    });
  }

  /**
   * Adds the faces of a photo, which nobody has named yet, and says that it was looked through: both or nothing. They
   * replace those of an earlier look; faces that are somebody's stay, and aren't added again. A loss of power may take
   * back the last photos, which are looked through once more then.
   *
   * @param settings how they were looked for
   * @returns how many were added
   */
  index(photo: SourcePhoto, faces: readonly FaceInput[], settings: string): Promise<number> {
    const work = async (tables: Tables) => {
      const own = await this.#facesWith(tables, photo.hash);
      const unnamed = own.filter(({ keys }) => keys.person === null);
      const named = await this.#toFaces(own.filter(({ keys }) => keys.person !== null));
      await this.#removeFaces(tables, unnamed);
      await this.#upsertPhoto(tables, photo, settings);
      const fresh = faces.filter(({ box }) => !named.some((other) => isSameFace(box, other.box)));
      const added: AddedFace[] = [];
      await this.#enroll(tables, { person: null, photo, faces: fresh }, added);
      await this.#addVectors(tables, added);
      return fresh.length;
    };
    return this.#write(work, { durability: 'relaxed' });
  }

  /** The values whose names begin so, by the rest of the name. */
  async settings(prefix: string): Promise<Record<string, Json>> {
    const own: Record<string, Json> = {};
    for await (const { keys, body } of this.#all('settings')) {
      const name = String(keys.name);
      if (!name.startsWith(prefix)) continue;
      own[name.slice(prefix.length)] = decodeJson(await this.#codec.open('settings', body));
    }
    return own;
  }

  /** A value that the gallery keeps under a name. */
  async getSetting(name: string): Promise<Json | undefined> {
    const row = await this.storage.read((tables) => this.#setting(tables, name));
    return row && decodeJson<Json>(await this.#codec.open('settings', row.body));
  }

  putSetting(name: string, value: Json): Promise<void> {
    return this.#write((tables) => this.#putSetting(tables, name, value));
  }

  async counts(): Promise<Readonly<Record<'people' | 'faces' | 'unnamed' | 'photos', number>>> {
    return this.storage.read(async ({ people, faces, photos }) => {
      const unnamed = await faces.count('person', null);
      return {
        people: await people.count(),
        faces: (await faces.count()) - unnamed,
        unnamed,
        photos: await photos.count(),
      };
    });
  }

  async #write<T>(work: (tables: Tables) => Promise<T>, options?: WriteOptions): Promise<T> {
    try {
      return await this.storage.write(work, options);
    } catch (error) {
      // They may be of packs that were never written.
      this.#tails.clear();
      throw error;
    }
  }

  async #enroll(
    tables: Tables,
    { person: input, photo, faces }: EnrollmentEntry,
    added: AddedFace[],
  ): Promise<EnrolledEntry> {
    const person = input && (await this.#upsertPerson(tables, input));
    if (person && photo) {
      const known = await this.#knownFaces(tables, person, photo.hash);
      if (known) {
        await this.#moved(tables, photo);
        return known;
      }
    }
    const fresh = person || !photo ? faces : await this.#withoutThere(tables, photo, faces);
    // Without a face, nothing would ever remove the photo.
    const source = photo && fresh.length > 0 ? await this.#upsertPhoto(tables, photo) : undefined;
    const ids: number[] = [];
    for (const { model, vector, box, quality, chip } of fresh) {
      await this.#requireModel(tables, model);
      const body = await this.#codec.seal('faces', encodeJson({ model, box, quality }));
      const keys = { person: person?.id ?? null, photo: source?.id ?? null, pack: noPack };
      const id = await tables.faces.add(keys, body);
      ids.push(id);
      added.push({ face: id, vector, model, named: person !== null });
      if (!chip) continue;
      const picture = await this.#codec.seal('chips', await encodeChip(chip));
      await tables.chips.put({ id, keys: {}, body: picture });
    }
    if (person && photo) {
      // What was found in the photo before anybody had a name for it.
      const before = await this.#facesWith(tables, photo.hash);
      const unnamed = await this.#toFaces(before.filter(({ keys }) => keys.person === null));
      const same = unnamed.filter((other) => faces.some(({ box }) => isSameFace(box, other.box)));
      await this.#removeFaces(tables, await tables.faces.get(same.map(({ id }) => id)));
    }
    return { person, file: source?.file, faces: ids, known: false };
  }

  /** Puts the vectors of new faces into packs, and says so of the faces. */
  async #addVectors(tables: Tables, added: readonly AddedFace[]): Promise<void> {
    const writer = new PackWriter(tables, this.#codec, this.#tails);
    for (const own of group(added, ({ model, named }) => `${named} ${model}`).values()) {
      const packs = await writer.add(own[0], own);
      const rows = await tables.faces.get(own.map(({ face }) => face));
      for (const [i, row] of rows.entries()) {
        await tables.faces.put({ ...row, keys: { ...row.keys, pack: packs[i] } });
      }
    }
  }

  async #knownFaces(
    { photos, faces }: ReadableTables,
    person: StoredPerson,
    hash: string,
  ): Promise<EnrolledEntry | undefined> {
    for (const row of await photos.find('hash', await this.#codec.keyOf(hash))) {
      const inPhoto = await faces.find('photo', row.id);
      const own = inPhoto.filter(({ keys }) => keys.person === person.id);
      if (own.length === 0) continue;
      const { file } = await this.#toPhoto(row);
      return { person, file, faces: own.map(({ id }) => id), known: true };
    }
    return undefined;
  }

  /** The faces of photos with a content. */
  async #facesWith({ photos, faces }: ReadableTables, hash: string): Promise<Row[]> {
    const found = await photos.find('hash', await this.#codec.keyOf(hash));
    const lists: Row[] = [];
    for (const { id } of found) lists.push(...(await faces.find('photo', id)));
    return lists;
  }

  async #requireModel(tables: Tables, model: string): Promise<void> {
    const row = await this.#setting(tables, 'model');
    // Where a repair has lost it, the vectors say so.
    const own = row
      ? decodeJson<string>(await this.#codec.open('settings', row.body))
      : (await tables.packs.heads()).at(-1)?.keys.model;
    if (row && own === model) return;
    if (own === undefined || own === model || (await tables.faces.count()) === 0) {
      await this.#putSetting(tables, 'model', model);
      return;
    }
    throw otherModel(this.storage.name, String(own), model);
  }

  async #setting({ settings }: ReadableTables, name: string): Promise<Row | undefined> {
    const [row] = await settings.find('name', name);
    return row;
  }

  /** Those faces that nothing is kept of which was found in the same place of the photo. */
  async #withoutThere(
    tables: Tables,
    { hash }: SourcePhoto,
    faces: readonly FaceInput[],
  ): Promise<FaceInput[]> {
    const before = await this.#toFaces(await this.#facesWith(tables, hash));
    return faces.filter(({ box }) => {
      return !before.some((other) => isSameFace(box, other.box) || (!box && !other.box));
    });
  }

  async #putSetting(tables: Tables, name: string, value: Json): Promise<void> {
    const body = await this.#codec.seal('settings', encodeJson(value));
    const row = await this.#setting(tables, name);
    if (row) await tables.settings.put({ ...row, body });
    else await tables.settings.add({ name }, body);
  }

  async #findPerson({ people }: ReadableTables, who: PersonRef): Promise<StoredPerson | undefined> {
    const [row] =
      typeof who === 'number'
        ? await people.get([who])
        : await people.find('name', await this.#codec.keyOf(who));
    return row && this.#toPerson(row);
  }

  async #requirePerson(tables: ReadableTables, who: PersonRef): Promise<StoredPerson> {
    return (await this.#findPerson(tables, who)) ?? Promise.reject(nobody(who));
  }

  async #upsertPerson(tables: Tables, input: PersonInput): Promise<StoredPerson> {
    const { name, tags, data } = input;
    requireName(name);
    const before = await this.#findPerson(tables, name);
    if (!before) {
      return this.#putPerson(tables, { name, tags: [...new Set(tags ?? [])], data: data ?? null });
    }
    if (!tags && data === undefined) return before;
    const all = [...new Set([...before.tags, ...(tags ?? [])])];
    return this.#putPerson(tables, { ...before, tags: all, data: data ?? before.data });
  }

  async #putPerson(
    { people }: Tables,
    { id, ...person }: Omit<StoredPerson, 'id'> & { readonly id?: number },
  ): Promise<StoredPerson> {
    const keys = { name: await this.#codec.keyOf(person.name) };
    const body = await this.#codec.seal('people', encodeJson(person));
    if (id === undefined) return { id: await people.add(keys, body), ...person };
    await people.put({ id, keys, body });
    return { id, ...person };
  }

  async #merge(
    tables: Tables,
    into: StoredPerson,
    others: readonly StoredPerson[],
  ): Promise<StoredPerson> {
    const rest = others.filter(({ id }) => id !== into.id);
    for (const { id } of rest) {
      for (const row of await tables.faces.find('person', id)) {
        await tables.faces.put({ ...row, keys: { ...row.keys, person: into.id } });
      }
      await tables.people.delete([id]);
    }
    const tags = [...new Set([into, ...rest].flatMap(({ tags }) => tags))];
    return this.#putPerson(tables, { ...into, tags });
  }

  async #upsertPhoto(tables: Tables, photo: SourcePhoto, indexed?: string): Promise<StoredPhoto> {
    const { file, hash, path } = photo;
    const keys = { hash: await this.#codec.keyOf(hash) };
    const rows = await tables.photos.find('hash', keys.hash);
    const known = await Promise.all(rows.map((row) => this.#toPhoto(row)));
    const same = known.find((other) => other.file === file);
    const isKept = same && (path === undefined || path === same.path);
    if (isKept && (indexed === undefined || indexed === same.indexed)) return same;
    const entry = { file, hash, path: path ?? same?.path, indexed: indexed ?? same?.indexed };
    const body = await this.#codec.seal('photos', encodeJson(entry));
    if (!same) return { id: await tables.photos.add(keys, body), ...entry };
    await tables.photos.put({ id: same.id, keys, body });
    return { id: same.id, ...entry };
  }

  /** Whatever a photo is called: what has its content is found where it is now. */
  async #moved(tables: Tables, { hash, path }: Pick<SourcePhoto, 'hash' | 'path'>): Promise<void> {
    if (path === undefined) return;
    for (const row of await tables.photos.find('hash', await this.#codec.keyOf(hash))) {
      const { id: _, ...photo } = await this.#toPhoto(row);
      if (photo.path === path) continue;
      const body = await this.#codec.seal('photos', encodeJson({ ...photo, path }));
      await tables.photos.put({ ...row, body });
    }
  }

  async #removeFaces(tables: Tables, rows: readonly Row[]): Promise<void> {
    const ids = rows.map(({ id }) => id);
    await new PackWriter(tables, this.#codec, this.#tails).remove(byPack(rows));
    await tables.chips.delete(ids);
    await tables.faces.delete(ids);
    for (const { keys } of rows) {
      if (keys.photo === null) continue;
      const others = await tables.faces.find('photo', keys.photo);
      if (others.length === 0) await tables.photos.delete([Number(keys.photo)]);
    }
  }

  /**
   * Moves the vectors of faces into packs of another kind.
   *
   * @param replaced other vectors for them, by face
   */
  async #moveVectors(
    tables: Tables,
    rows: readonly Row[],
    { named }: { readonly named?: boolean },
    replaced?: ReadonlyMap<number, NewVector>,
  ): Promise<void> {
    const writer = new PackWriter(tables, this.#codec, this.#tails);
    const before = await writer.remove(byPack(rows));
    const moved: AddedFace[] = [];
    for (const row of rows) {
      const { box, quality, ...face } = await this.#toFace(row);
      const other = replaced?.get(row.id);
      const vector = other?.vector ?? before.get(row.id);
      if (!vector) continue;
      const model = other?.model ?? face.model;
      moved.push({ face: row.id, vector, model, named: named ?? face.person !== null });
      if (!other) continue;
      const body = await this.#codec.seal('faces', encodeJson({ model, box, quality }));
      await tables.faces.put({ ...row, body });
    }
    await this.#addVectors(tables, moved);
  }

  /** All rows of a table, a few at a time. */
  async *#all(table: TableName, after = 0): AsyncGenerator<Row, void, undefined> {
    for (let last = after; ; ) {
      const rows = await this.storage.read((tables) => {
        return (tables[table] as ReadableTable).after(last, together);
      });
      yield* rows;
      if (rows.length < together) return;
      last = rows[rows.length - 1].id;
    }
  }

  async #toPerson({ id, body }: Row): Promise<StoredPerson> {
    const person = decodeJson<Omit<StoredPerson, 'id'>>(await this.#codec.open('people', body));
    return { id, ...person };
  }

  async #toPhoto({ id, body }: Row): Promise<StoredPhoto> {
    const photo = decodeJson<Omit<StoredPhoto, 'id'>>(await this.#codec.open('photos', body));
    return { id, ...photo };
  }

  #toFaces(rows: readonly Row[]): Promise<StoredFace[]> {
    return Promise.all(rows.map((row) => this.#toFace(row)));
  }

  async #toFace({ id, keys, body }: Row): Promise<StoredFace> {
    const rest = decodeJson<Pick<StoredFace, 'model' | 'box' | 'quality'>>(
      await this.#codec.open('faces', body),
    );
    const { person, photo, pack } = keys as Pick<StoredFace, 'person' | 'photo' | 'pack'>;
    return { id, person, photo, pack, ...rest };
  }
}

/** Whether two boxes of one photo are one face's. */
function isSameFace(a: Box | undefined, b: Box | undefined): boolean {
  return a !== undefined && b !== undefined && overlap(a, b) > 0.5;
}

/** Faces by the packs that their vectors are in. */
function byPack(rows: readonly Row[]): Map<number, Set<number>> {
  const packs = group(rows, ({ keys }) => Number(keys.pack));
  return new Map(Array.from(packs, ([pack, own]) => [pack, new Set(own.map(({ id }) => id))]));
}

function group<T, Key>(values: Iterable<T>, keyOf: (value: T) => Key): Map<Key, T[]> {
  const groups = new Map<Key, T[]>();
  for (const value of values) {
    const key = keyOf(value);
    const own = groups.get(key);
    if (own) own.push(value);
    else groups.set(key, [value]);
  }
  return groups;
}

/** @throws FaceGpuError `bad-argument` */
function requireName(name: unknown): void {
  if (typeof name === 'string' && name !== '') return;
  throw new FaceGpuError('bad-argument', `the name is ${show(name)}`, 'Give a text.');
}

export function nobody(who: PersonRef): FaceGpuError {
  return new FaceGpuError(
    'bad-argument',
    `there is nobody ${typeof who === 'number' ? `with the id ${who}` : `called ${show(who)}`}`,
    'Look at the list of people: gallery.list(), or facegpu gallery list.',
  );
}

/** Says that vectors of two models would come together. */
export function otherModel(where: string, own: string, other: string): FaceGpuError {
  return new FaceGpuError(
    'model-mismatch',
    `${where} has faces of ${own}, these are of ${other}`,
    'Use the model and options that the gallery was made with, or make its faces anew: gallery.reembed(), facegpu gallery reembed.',
  );
}
