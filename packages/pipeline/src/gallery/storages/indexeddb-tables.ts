import {
  type Key,
  type ReadableTable,
  type Row,
  type RowHead,
  type Table,
  type TableName,
  tableColumns,
} from '../storage.ts';
import {
  bodiesOf,
  type GalleryDatabase,
  type StoredHead,
  toHead,
  toIndexed,
  toStoredHead,
} from './indexeddb-schema.ts';

/** A table as it is kept. Each call reads a state of its own; a lock keeps them all the same. */
export class IndexedDbTable implements ReadableTable {
  readonly name: TableName;
  readonly #database: GalleryDatabase;

  constructor(database: GalleryDatabase, name: TableName) {
    this.name = name;
    this.#database = database;
  }

  async get(ids: readonly number[]): Promise<Row[]> {
    const transaction = this.#database.transaction([this.name, bodiesOf(this.name)]);
    const heads = transaction.objectStore(this.name);
    const bodies = transaction.objectStore(bodiesOf(this.name));
    const rows = await Promise.all(
      ids.map(async (id) => {
        const [head, body] = await Promise.all([heads.get(id), bodies.get(id)]);
        return head && body && [{ ...toHead(head), body }];
      }),
    );
    return rows.flatMap((row) => row ?? []);
  }

  async find(column: string, value: Key): Promise<Row[]> {
    const ids = await this.#database.getAllKeysFromIndex(this.name, column, toIndexed(value));
    return this.get(ids);
  }

  async after(id: number, limit: number): Promise<Row[]> {
    const above = IDBKeyRange.lowerBound(id, true);
    const transaction = this.#database.transaction([this.name, bodiesOf(this.name)]);
    const [heads, bodies] = await Promise.all([
      transaction.objectStore(this.name).getAll(above, limit),
      transaction.objectStore(bodiesOf(this.name)).getAll(above, limit),
    ]);
    return heads.map((head, i) => ({ ...toHead(head), body: bodies[i] }));
  }

  async heads(): Promise<RowHead[]> {
    return (await this.storedHeads()).map(toHead);
  }

  count(column?: string, value: Key = null): Promise<number> {
    return column === undefined
      ? this.#database.count(this.name)
      : this.#database.countFromIndex(this.name, column, toIndexed(value));
  }

  storedHeads(): Promise<StoredHead[]> {
    return this.#database.getAll(this.name);
  }

  /** The largest id that it ever had. */
  async lastId(): Promise<number> {
    return (await this.#database.get('counters', this.name)) ?? 0;
  }
}

/**
 * A table while it is written: what was changed lies over what is kept until all of it is put in its place at once.
 * IndexedDB ends a transaction as soon as nothing is asked of it, as while something is encrypted.
 */
export class StagedTable implements Table {
  readonly #kept: IndexedDbTable;
  /** Rows by id; nothing in place of those that are deleted. */
  readonly #changed = new Map<number, Row | undefined>();
  #last: number | undefined;

  constructor(kept: IndexedDbTable) {
    this.#kept = kept;
  }

  async add(keys: RowHead['keys'], body: Uint8Array): Promise<number> {
    const id = (await this.#lastId()) + 1;
    await this.put({ id, keys, body });
    return id;
  }

  async put({ id, keys, body }: Row): Promise<void> {
    this.#last = Math.max(await this.#lastId(), id);
    const all = tableColumns[this.#kept.name].map((column) => [column, keys[column] ?? null]);
    this.#changed.set(id, { id, keys: Object.fromEntries(all), body: body.slice() });
  }

  async delete(ids: readonly number[]): Promise<void> {
    for (const id of ids) this.#changed.set(id, undefined);
  }

  async get(ids: readonly number[]): Promise<Row[]> {
    const kept = await this.#kept.get(ids.filter((id) => !this.#changed.has(id)));
    const rows = new Map([...kept.map((row) => [row.id, row] as const), ...this.#changed]);
    return ids.flatMap((id) => rows.get(id) ?? []);
  }

  async find(column: string, value: Key): Promise<Row[]> {
    const kept = await this.#kept.find(column, value);
    return this.#over(kept, ({ keys }) => keys[column] === value);
  }

  async after(id: number, limit: number): Promise<Row[]> {
    // As many more as may be gone.
    const kept = await this.#kept.after(id, limit + this.#changed.size);
    return this.#over(kept, (row) => row.id > id).slice(0, limit);
  }

  async heads(): Promise<RowHead[]> {
    return this.#over(await this.#kept.heads(), () => true);
  }

  async count(column?: string, value: Key = null): Promise<number> {
    if (this.#changed.size === 0) return this.#kept.count(column, value);
    const heads = await this.heads();
    return heads.filter(({ keys }) => column === undefined || keys[column] === value).length;
  }

  /** What is to be put in its place. */
  changes(): { readonly rows: ReadonlyMap<number, Row | undefined>; readonly last?: number } {
    return { rows: this.#changed, ...(this.#last !== undefined && { last: this.#last }) };
  }

  async #lastId(): Promise<number> {
    this.#last ??= await this.#kept.lastId();
    return this.#last;
  }

  /** Rows as they are now, of those that are kept and those that were changed, by ascending id. */
  #over<T extends RowHead>(kept: readonly T[], isWanted: (row: RowHead) => boolean): (T | Row)[] {
    const same = kept.filter(({ id }) => !this.#changed.has(id));
    const changed = [...this.#changed.values()].filter((row) => row !== undefined && isWanted(row));
    return [...same, ...(changed as Row[])].sort((a, b) => a.id - b.id);
  }
}

/**
 * Puts what was changed in its place: all of it, or nothing.
 *
 * @throws a `DOMException`, `QuotaExceededError` where there is no room
 */
export async function commit(
  database: GalleryDatabase,
  tables: Readonly<Record<TableName, StagedTable>>,
  durability: 'strict' | 'relaxed',
): Promise<void> {
  const changed = (Object.keys(tables) as TableName[]).filter(
    (table) => tables[table].changes().rows.size > 0,
  );
  const stores = [
    ...changed.flatMap((table) => [table, bodiesOf(table)] as const),
    'counters',
  ] as const;
  const transaction = database.transaction(stores, 'readwrite', { durability });
  const counters = transaction.objectStore('counters');
  // Of a transaction that fails, all requests say that they were given up: it knows why.
  const ask = (request: Promise<unknown>) => void request.catch(() => {});
  try {
    const before = (await counters.get('writes')) ?? 0;
    ask(counters.put(before + 1, 'writes'));
    for (const table of changed) {
      const { rows, last } = tables[table].changes();
      const heads = transaction.objectStore(table);
      const bodies = transaction.objectStore(bodiesOf(table));
      for (const [id, row] of rows) {
        ask(row ? heads.put(toStoredHead(row, row.body.length)) : heads.delete(id));
        ask(row ? bodies.put(row.body, id) : bodies.delete(id));
      }
      if (last !== undefined) ask(counters.put(last, table));
    }
  } catch (error) {
    transaction.done.catch(() => {});
    transaction.abort();
    throw error;
  }
  await transaction.done;
}
