import { Queue } from '../../async/queue.ts';
import {
  type GalleryStorage,
  type Key,
  type Row,
  type RowHead,
  type Table,
  type TableName,
  type Tables,
  tableNames,
} from '../storage.ts';

/** A gallery's rows in memory: gone with the process. */
export class MemoryStorage implements GalleryStorage {
  readonly name = 'memory';
  readonly #queue = new Queue();
  readonly #tables: Readonly<Record<TableName, MemoryTable>>;
  /** Takes back what the write under way has done, the last first. */
  readonly #undo: (() => void)[] = [];
  #writes = 0;

  constructor() {
    const entries = tableNames.map((name) => [name, new MemoryTable(this.#undo)]);
    this.#tables = Object.fromEntries(entries) as Record<TableName, MemoryTable>;
  }

  read<T>(work: (tables: Tables) => Promise<T>): Promise<T> {
    return this.#queue.add(() => work(this.#tables));
  }

  write<T>(work: (tables: Tables) => Promise<T>): Promise<T> {
    return this.#queue.add(async () => {
      try {
        const result = await work(this.#tables);
        this.#writes++;
        return result;
      } catch (error) {
        for (const undo of this.#undo.reverse()) undo();
        throw error;
      } finally {
        this.#undo.length = 0;
      }
    });
  }

  async version(): Promise<string> {
    return String(this.#writes);
  }

  async compact(): Promise<void> {}

  async bytes(): Promise<number> {
    return Object.values(this.#tables).reduce((sum, table) => sum + table.bytes, 0);
  }

  async persisted(): Promise<boolean> {
    return false;
  }

  async close(): Promise<void> {}
}

class MemoryTable implements Table {
  readonly #rows = new Map<number, Row>();
  readonly #undo: (() => void)[];
  #last = 0;

  constructor(undo: (() => void)[]) {
    this.#undo = undo;
  }

  get bytes(): number {
    return [...this.#rows.values()].reduce((sum, { body }) => sum + body.length, 0);
  }

  async add(keys: RowHead['keys'], body: Uint8Array): Promise<number> {
    const id = this.#last + 1;
    await this.put({ id, keys, body });
    return id;
  }

  async put(row: Row): Promise<void> {
    const { id, keys, body } = row;
    this.#remember(id);
    this.#rows.set(id, copyOf({ id, keys: { ...keys }, body }));
    this.#last = Math.max(this.#last, id);
  }

  async delete(ids: readonly number[]): Promise<void> {
    for (const id of ids) {
      this.#remember(id);
      this.#rows.delete(id);
    }
  }

  async get(ids: readonly number[]): Promise<Row[]> {
    return ids.flatMap((id) => {
      const row = this.#rows.get(id);
      return row ? copyOf(row) : [];
    });
  }

  async find(column: string, value: Key): Promise<Row[]> {
    return this.#sorted()
      .filter(({ keys }) => keys[column] === value)
      .map(copyOf);
  }

  async after(id: number, limit: number): Promise<Row[]> {
    const rows = this.#sorted();
    const first = rows.findIndex((row) => row.id > id);
    return first < 0 ? [] : rows.slice(first, first + limit).map(copyOf);
  }

  async heads(): Promise<RowHead[]> {
    return this.#sorted().map(({ id, keys }) => ({ id, keys }));
  }

  async count(column?: string, value: Key = null): Promise<number> {
    if (column === undefined) return this.#rows.size;
    return [...this.#rows.values()].filter(({ keys }) => keys[column] === value).length;
  }

  #sorted(): Row[] {
    return [...this.#rows.values()].sort((a, b) => a.id - b.id);
  }

  #remember(id: number): void {
    const before = this.#rows.get(id);
    this.#undo.push(() => {
      if (before) this.#rows.set(id, before);
      else this.#rows.delete(id);
    });
  }
}

function copyOf(row: Row): Row {
  return { ...row, body: new Uint8Array(row.body) };
}
