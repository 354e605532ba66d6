import type { DBSchema, IDBPDatabase } from 'idb';
import { type Key, type RowHead, type TableName, tableColumns, tableNames } from '../storage.ts';

/** How a database is laid out. */
export const layout = 1;

/** A row without its body, as it is kept: lists and searches read no bodies. */
export interface StoredHead {
  readonly id: number;
  readonly keys: Readonly<Record<string, IDBValidKey>>;
  /** How long the body is. */
  readonly bytes: number;
}

/** The name of the store that has the bodies of a table's rows, by id. */
export type BodyStore = `${TableName}.body`;

export const bodiesOf = (table: TableName): BodyStore => `${table}.body`;

/** The number of writes, beside the largest id that each table ever had. */
export type CounterName = TableName | 'writes';

export type GallerySchema = DBSchema & {
  readonly [table in TableName]: {
    key: number;
    value: StoredHead;
    indexes: Record<string, IDBValidKey>;
  };
} & {
  readonly [bodies in BodyStore]: { key: number; value: Uint8Array };
} & { readonly counters: { key: CounterName; value: number } };

export type GalleryDatabase = IDBPDatabase<GallerySchema>;

/** Makes the stores of an empty database. */
export function makeStores(database: GalleryDatabase): void {
  for (const table of tableNames) {
    const heads = database.createObjectStore(table, { keyPath: 'id' });
    for (const column of tableColumns[table]) heads.createIndex(column, `keys.${column}`);
    database.createObjectStore(bodiesOf(table));
  }
  database.createObjectStore('counters');
}

/** A value as an index finds it: `null` is no key of IndexedDB's, an empty list is one that nothing else is. */
export function toIndexed(value: Key): IDBValidKey {
  return value ?? [];
}

export function toStoredHead({ id, keys }: RowHead, bytes: number): StoredHead {
  const indexed = Object.entries(keys).map(([column, value]) => [column, toIndexed(value)]);
  return { id, keys: Object.fromEntries(indexed) as StoredHead['keys'], bytes };
}

export function toHead({ id, keys }: StoredHead): RowHead {
  const values = Object.entries(keys).map(([column, value]) => [
    column,
    Array.isArray(value) ? null : value,
  ]);
  return { id, keys: Object.fromEntries(values) as RowHead['keys'] };
}
