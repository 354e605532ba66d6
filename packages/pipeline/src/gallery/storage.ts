import type { DistanceMetric } from '@facegpu/kernels';
import type { FaceVector } from './pack-writer.ts';
import type { Pack } from './packs.ts';

/**
 * What a gallery keeps, and the columns by which its rows are found. Whatever else a row says is in its body: bytes
 * that a storage never looks into, and that may be encrypted.
 */
export const tableColumns = {
  settings: ['name'],
  people: ['name'],
  /** Where faces were found. */
  photos: ['hash'],
  /** Of a face, all but its vector. */
  faces: ['person', 'photo', 'pack'],
  /** Vectors of many faces in one piece, so that a million of them are read at once. */
  packs: ['model', 'named', 'version'],
  /** The aligned picture of a face, under the face's id. */
  chips: [],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type TableName = keyof typeof tableColumns;

export const tableNames = Object.keys(tableColumns) as readonly TableName[];

/** What rows are found by. */
export type Key = string | number | null;

/** A row without its body. */
export interface RowHead {
  /** A whole number from 1. */
  readonly id: number;
  /** A value for each of the table's columns. */
  readonly keys: Readonly<Record<string, Key>>;
}

export interface Row extends RowHead {
  /** Of a row that was read: the reader's to keep and to change. */
  readonly body: Uint8Array;
}

export interface ReadableTable {
  /** The rows with these ids, in that order; ids that aren't there are passed over. */
  get(ids: readonly number[]): Promise<Row[]>;
  /** The rows with a value in a column, by ascending id. */
  find(column: string, value: Key): Promise<Row[]>;
  /** Up to `limit` rows whose ids are above `id`, by ascending id. */
  after(id: number, limit: number): Promise<Row[]>;
  /** All rows without their bodies, by ascending id. */
  heads(): Promise<RowHead[]>;
  /** How many rows there are: all, or those with a value in a column. */
  count(column?: string, value?: Key): Promise<number>;
}

export interface Table extends ReadableTable {
  /** Adds a row under an id that is larger than any that the table ever had. */
  add(keys: RowHead['keys'], body: Uint8Array): Promise<number>;
  /** Replaces the row that has the id, or adds it. */
  put(row: Row): Promise<void>;
  /** Ids that aren't there are passed over. */
  delete(ids: readonly number[]): Promise<void>;
}

/** Reads packs by their ids; those that are gone are left out. */
export type ReadPacks = (
  ids: readonly number[],
) => Promise<ReadonlyMap<number, Pack & { readonly version: number }>>;

/** A face that was found, and how far it is. */
export interface NearFace extends FaceVector {
  readonly distance: number;
}

export interface NearestOptions {
  readonly metric: DistanceMetric;
  /** How many faces at most. */
  readonly most: number;
  /** Only these; all where left out. */
  readonly faces: readonly number[] | undefined;
}

/** Vectors of a gallery's named faces that an engine compares by itself. */
export interface VectorTable {
  /** Takes over all packs that have changed since anybody did so. @returns how many vectors there are now */
  follow(read: ReadPacks): Promise<number>;
  /** The nearest faces, the nearest first, as far as the engine's distances are exact. */
  nearest(query: Float32Array, options: NearestOptions): Promise<NearFace[]>;
  /** The vectors of those faces that are there, in their order. */
  get(faces: readonly number[]): Promise<FaceVector[]>;
}

export type ReadableTables = Readonly<Record<TableName, ReadableTable>>;
export type Tables = Readonly<Record<TableName, Table>>;

export interface WriteOptions {
  /**
   * `relaxed` doesn't wait for the disk, as IndexedDB has it: a loss of power may take back what was written last, whole
   * writes of it. `strict` unless told.
   */
  readonly durability?: 'strict' | 'relaxed';
}

/**
 * Where a gallery is kept. Calls may overlap, and wait for one another; none may be made within the work of
 * another one.
 *
 * All throw FaceGpuError `file-unwritable` (the disk is full, somebody else doesn't let go of the file),
 * `file-unreadable`, `unreachable` where a server is away, `bad-gallery` where what is kept is damaged.
 */
export interface GalleryStorage {
  /** Where it is, for whoever reads an error. */
  readonly name: string;
  /** Reads a state between two writes, whoever else writes meanwhile. */
  read<T>(work: (tables: ReadableTables) => Promise<T>): Promise<T>;
  /**
   * Changes rows: all that `work` does is done or, where it or what follows throws, nothing. When this returns, it
   * is safe from the end of the process and, unless told otherwise, from a loss of power. One at a time, over all
   * processes.
   */
  write<T>(work: (tables: Tables) => Promise<T>, options?: WriteOptions): Promise<T>;
  /** Another text whenever somebody has changed something. */
  version(): Promise<string>;
  /** Gives back the room of what was removed, so that nothing of it is left. */
  compact(): Promise<void>;
  /** Bytes that it takes. */
  bytes(): Promise<number>;
  /**
   * Whether it stays until somebody deletes it. A browser may throw away what a page keeps when room runs short,
   * unless it was asked not to, and agreed. Left out, it stays.
   */
  persisted?(): Promise<boolean>;
  /**
   * Calls back soon after somebody may have written something, until it is closed: for engines that tell. Elsewhere
   * {@link version} is asked.
   */
  watch?(changed: () => void): void;
  /** Where the engine compares vectors; left out, that is done on the GPU. Not of a gallery that is encrypted. */
  readonly vectors?: VectorTable | undefined;
  close(): Promise<void>;
}
