import { chmod, open, stat } from 'node:fs/promises';
import { FaceGpuError } from '@facegpu/kernels';
import { Queue } from '../../async/queue.ts';
import { otherVersion } from '../other-version.ts';
import {
  type GalleryStorage,
  type Key,
  type ReadableTables,
  type Row,
  type RowHead,
  type Table,
  type TableName,
  type Tables,
  tableColumns,
  tableNames,
  type WriteOptions,
} from '../storage.ts';
import { type Connection, loadSqlite } from './load-sqlite.ts';

/** What marks a file as a gallery: "FGPU". */
const applicationId = 0x46475055;
/** How a file is laid out. */
const layout = 2;
/** When a commit waits for the disk, as SQLite calls it. */
const flushes = { strict: 'FULL', relaxed: 'NORMAL' } as const;
/** How long somebody else may keep the file to itself, in milliseconds. */
const patience = 60_000;
/** The columns of other tables that have ids of a table's rows. */
const referredTo: Readonly<
  Partial<Record<TableName, Readonly<Partial<Record<TableName, string>>>>>
> = {
  people: { faces: 'person' },
  photos: { faces: 'photo' },
  packs: { faces: 'pack' },
  faces: { chips: 'id' },
  chips: { faces: 'id' },
};

export interface SqliteOptions {
  /** Makes the file where there is none; else that is an error. */
  readonly create: boolean;
  /**
   * Opens a damaged file, too, for what can be read of it, and keeps it to itself until it is closed: nobody else may
   * have it open. Its log is written into the file.
   */
  readonly damaged?: boolean;
}

/**
 * A gallery in a single SQLite file, which is the truth: any number of processes may have it open. A write-ahead
 * log, flushed to the disk at each commit (`synchronous = FULL`), keeps what was acknowledged; what is deleted is
 * overwritten (`secure_delete`).
 */
export class SqliteStorage implements GalleryStorage {
  readonly name: string;
  readonly #connection: Connection;
  readonly #isDamaged: boolean;
  readonly #queue = new Queue();
  readonly #tables: Readonly<Record<TableName, SqliteTable>>;
  #writes = 0;
  #durability: keyof typeof flushes = 'strict';
  #isOpen = true;

  private constructor(name: string, connection: Connection, isDamaged: boolean) {
    this.name = name;
    this.#connection = connection;
    this.#isDamaged = isDamaged;
    const entries = tableNames.map((table) => [table, new SqliteTable(connection, table)]);
    this.#tables = Object.fromEntries(entries) as Record<TableName, SqliteTable>;
  }

  /**
   * @throws FaceGpuError `missing-package`, `file-unreadable`, `file-unwritable`; `bad-gallery` for a file that is
   * damaged, or something else
   */
  static async open(
    file: string,
    { create, damaged = false }: SqliteOptions,
  ): Promise<SqliteStorage> {
    const openDatabase = await loadSqlite();
    const isNew = await prepareFile(file, create);
    const { ino } = await stat(file);
    let connection: Connection | undefined;
    let hasLog = false;
    try {
      connection = openDatabase(file);
      const opened = connection;
      opened.run('PRAGMA busy_timeout = 0');
      if (damaged) keepToOneself(file, opened);
      // Before the first table is made: pages of removed rows are overwritten with zeros.
      for (const pragma of [
        'secure_delete = ON',
        `synchronous = ${flushes.strict}`,
        'cache_size = -65536',
      ]) {
        // Some read the file, which another process may be making at this moment.
        await whenFree(file, () => opened.rows(`PRAGMA ${pragma}`));
      }
      // Nothing is written before it is clear that it is a gallery.
      await whenFree(file, () => requireGallery(file, opened, isNew));
      if ((await stat(file)).ino !== ino) {
        // While it was waited for, a repair has put another file in its place.
        opened.close();
        return SqliteStorage.open(file, { create, damaged });
      }
      const storage = new SqliteStorage(file, opened, damaged);
      if (damaged) return storage;
      await whenFree(file, () => setJournal(opened, 'wal'));
      hasLog = true;
      if (isNew || isEmpty(opened)) await storage.#make();
      requireSound(file, opened);
      return storage;
    } catch (error) {
      if (hasLog) leaveLog(connection as Connection);
      connection?.close();
      throw describe(file, error);
    }
  }

  read<T>(work: (tables: ReadableTables) => Promise<T>): Promise<T> {
    return this.#transaction('BEGIN', work);
  }

  write<T>(
    work: (tables: Tables) => Promise<T>,
    { durability = 'strict' }: WriteOptions = {},
  ): Promise<T> {
    const counted = async (tables: Tables) => {
      const result = await work(tables);
      this.#writes++;
      return result;
    };
    return this.#transaction('BEGIN IMMEDIATE', counted, durability);
  }

  version(): Promise<string> {
    return this.#queue.add(async () => {
      const [[others]] = this.#run(() => this.#connection.rows('PRAGMA data_version'));
      return `${others} ${this.#writes}`;
    });
  }

  compact(): Promise<void> {
    return this.#queue.add(async () => {
      await whenFree(this.name, () => this.#connection.rows('VACUUM'));
      // The log still has pages as they were: it is emptied.
      await whenFree(this.name, () => {
        const [[busy]] = this.#connection.rows('PRAGMA wal_checkpoint(TRUNCATE)');
        if (busy !== 0) throw Object.assign(new Error('in use'), { code: 'SQLITE_BUSY' });
      });
    });
  }

  /**
   * The largest id that a table is known to have given, by whatever of the file says so: what a damaged one is looked
   * through up to.
   *
   * @returns nothing where all of that is unreadable
   */
  lastId(table: TableName): Promise<number | undefined> {
    const others = Object.entries(referredTo[table] ?? {}).map(
      ([other, column]) => `SELECT max(${column}) FROM ${other}`,
    );
    const queries = [
      `SELECT seq FROM sqlite_sequence WHERE name = '${table}'`,
      `SELECT max(id) FROM ${table}`,
      ...others,
    ];
    return this.#queue.add(async () => {
      const found = queries.flatMap((sql) => {
        try {
          return Number(this.#connection.rows(sql)[0]?.[0] ?? 0);
        } catch {
          return [];
        }
      });
      return found.length > 0 ? Math.max(...found) : undefined;
    });
  }

  /**
   * The rows that an index finds by another value of a column than they have: one of the two is damaged.
   *
   * @returns none where the index can't be read, or is most of what is wrong
   */
  doubtful(table: TableName, column: string): Promise<number[]> {
    const index = `${table}_${column}`;
    const found = `SELECT 1 FROM ${table} AS other INDEXED BY ${index} WHERE other.${column} IS own.${column} AND other.id = own.id`;
    const sql = `SELECT id FROM ${table} AS own NOT INDEXED WHERE NOT EXISTS (${found})`;
    return this.#queue.add(async () => {
      try {
        const ids = this.#connection.rows(sql).map(([id]) => Number(id));
        const [[count]] = this.#connection.rows(`SELECT count(*) FROM ${table} NOT INDEXED`);
        return ids.length > Math.max(1, Number(count) / 2) ? [] : ids;
      } catch {
        return [];
      }
    });
  }

  /** Whether each page of the file is as it should be. */
  isSound(): Promise<boolean> {
    return this.#queue.add(async () => {
      try {
        requireSound(this.name, this.#connection);
        return true;
      } catch {
        return false;
      }
    });
  }

  async bytes(): Promise<number> {
    const sizes = await Promise.all(
      ['', '-wal'].map((ending) =>
        stat(this.name + ending).then(
          ({ size }) => size,
          () => 0,
        ),
      ),
    );
    return sizes[0] + sizes[1];
  }

  close(): Promise<void> {
    return this.#queue.add(async () => {
      if (!this.#isOpen) return;
      this.#isOpen = false;
      if (this.#isDamaged) unlock(this.#connection);
      else leaveLog(this.#connection);
      this.#connection.close();
    });
  }

  #transaction<T>(
    begin: string,
    work: (tables: Tables) => Promise<T>,
    durability?: WriteOptions['durability'],
  ): Promise<T> {
    return this.#queue.add(async () => {
      if (!this.#isOpen) {
        throw new FaceGpuError('disposed', `${this.name} was closed`, 'Open it again.');
      }
      const connection = this.#connection;
      if (durability && durability !== this.#durability) {
        this.#run(() => connection.rows(`PRAGMA synchronous = ${flushes[durability]}`));
        this.#durability = durability;
      }
      await whenFree(this.name, () => connection.run(begin));
      try {
        const result = await work(this.#tables);
        connection.run('COMMIT');
        return result;
      } catch (error) {
        try {
          connection.run('ROLLBACK');
        } catch {
          // SQLite has taken it back already.
        }
        throw describe(this.name, error);
      }
    });
  }

  #run<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw describe(this.name, error);
    }
  }

  /** Makes the tables, unless another process was first. */
  async #make(): Promise<void> {
    await this.write(async () => {
      const connection = this.#connection;
      for (const table of tableNames) {
        const columns = tableColumns[table];
        const all = ['id INTEGER PRIMARY KEY AUTOINCREMENT', ...columns, 'body BLOB NOT NULL'];
        connection.run(`CREATE TABLE IF NOT EXISTS ${table} (${all.join(', ')})`);
        for (const column of columns) {
          connection.run(`CREATE INDEX IF NOT EXISTS ${table}_${column} ON ${table} (${column})`);
        }
      }
      connection.run(`PRAGMA application_id = ${applicationId}`);
      connection.run(`PRAGMA user_version = ${layout}`);
    });
  }
}

class SqliteTable implements Table {
  readonly #connection: Connection;
  readonly #name: TableName;
  readonly #columns: readonly string[];

  constructor(connection: Connection, name: TableName) {
    this.#connection = connection;
    this.#name = name;
    this.#columns = tableColumns[name];
  }

  async add(keys: RowHead['keys'], body: Uint8Array): Promise<number> {
    const columns = [...this.#columns, 'body'];
    const sql = `INSERT INTO ${this.#name} (${columns}) VALUES (${columns.map(() => '?')})`;
    return this.#connection.run(sql, [...this.#values(keys), body]);
  }

  async put({ id, keys, body }: Row): Promise<void> {
    const columns = ['id', ...this.#columns, 'body'];
    const sql = `INSERT OR REPLACE INTO ${this.#name} (${columns}) VALUES (${columns.map(() => '?')})`;
    this.#connection.run(sql, [id, ...this.#values(keys), body]);
  }

  async delete(ids: readonly number[]): Promise<void> {
    for (const id of ids) this.#connection.run(`DELETE FROM ${this.#name} WHERE id = ?`, [id]);
  }

  async get(ids: readonly number[]): Promise<Row[]> {
    return ids.flatMap((id) => this.#rows('WHERE id = ?', [id]));
  }

  async find(column: string, value: Key): Promise<Row[]> {
    return this.#rows(`WHERE ${column} IS ? ORDER BY id`, [value]);
  }

  async after(id: number, limit: number): Promise<Row[]> {
    return this.#rows('WHERE id > ? ORDER BY id LIMIT ?', [id, limit]);
  }

  async heads(): Promise<RowHead[]> {
    const columns = ['id', ...this.#columns];
    const rows = this.#connection.rows(`SELECT ${columns} FROM ${this.#name} ORDER BY id`);
    return rows.map((row) => this.#head(row));
  }

  async count(column?: string, value: Key = null): Promise<number> {
    const sql = `SELECT count(*) FROM ${this.#name}`;
    const [[count]] =
      column === undefined
        ? this.#connection.rows(sql)
        : this.#connection.rows(`${sql} WHERE ${column} IS ?`, [value]);
    return Number(count);
  }

  #rows(condition: string, values: readonly (Key | Uint8Array)[]): Row[] {
    const columns = ['id', ...this.#columns, 'body'];
    const sql = `SELECT ${columns} FROM ${this.#name} ${condition}`;
    return this.#connection.rows(sql, values).map((row) => {
      return { ...this.#head(row), body: row[columns.length - 1] as Uint8Array };
    });
  }

  #head([id, ...values]: readonly (Key | Uint8Array)[]): RowHead {
    const keys = Object.fromEntries(this.#columns.map((column, i) => [column, values[i] as Key]));
    return { id: Number(id), keys };
  }

  #values(keys: RowHead['keys']): Key[] {
    return this.#columns.map((column) => keys[column] ?? null);
  }
}

/** Makes an empty file that only its owner may read: it tells who people are. @returns whether it is new */
async function prepareFile(file: string, create: boolean): Promise<boolean> {
  try {
    const size = await stat(file).then(
      (entry) => entry.size,
      () => undefined,
    );
    if (size !== undefined) return size === 0;
    if (!create) {
      throw new FaceGpuError(
        'file-unreadable',
        `${file}: there is no gallery`,
        'Check the path, or make one: facegpu gallery create.',
      );
    }
    await (await open(file, 'a', 0o600)).close();
    await chmod(file, 0o600);
    return true;
  } catch (error) {
    throw describe(file, error);
  }
}

function isEmpty(connection: Connection): boolean {
  const [[count]] = connection.rows('SELECT count(*) FROM sqlite_schema');
  return count === 0;
}

/** @throws FaceGpuError `bad-gallery` for another program's database, or one of a newer version */
function requireGallery(file: string, connection: Connection, isNew: boolean): void {
  if (isNew || isEmpty(connection)) return;
  const [[id]] = connection.rows('PRAGMA application_id');
  const [[version]] = connection.rows('PRAGMA user_version');
  if (id !== applicationId) {
    throw new FaceGpuError(
      'bad-gallery',
      `${file} is a database of another program`,
      'Name a gallery, or a file that is not there yet.',
    );
  }
  if (version !== layout) throw otherVersion(file, Number(version) > layout);
}

/** @throws an error of SQLite's, `SQLITE_BUSY` too where others stand in the way */
function setJournal(connection: Connection, mode: 'wal' | 'delete'): void {
  const [[now]] = connection.rows(`PRAGMA journal_mode = ${mode}`);
  if (now !== mode) throw Object.assign(new Error('in use'), { code: 'SQLITE_BUSY' });
}

/**
 * Writes the log into the file and leaves it alone, where nobody else has it open: the package itself holds on to both
 * until memory is next cleared up.
 */
function leaveLog(connection: Connection): void {
  try {
    connection.rows('PRAGMA wal_checkpoint(TRUNCATE)');
    setJournal(connection, 'delete');
  } catch {
    // Whoever has it open does it.
  }
}

/** Lets others have what was kept to oneself. */
function unlock(connection: Connection): void {
  try {
    connection.rows('PRAGMA locking_mode = NORMAL');
    // It takes effect at the next look.
    isEmpty(connection);
  } catch {
    // It is let go of with the memory.
  }
}

/**
 * Locks a file until the connection is closed, and writes its log into it.
 *
 * @throws FaceGpuError `file-unwritable` where somebody has it open
 */
function keepToOneself(file: string, connection: Connection): void {
  try {
    // Without a statement that is kept: where it is refused, the file is closed at once.
    connection.run('PRAGMA locking_mode = EXCLUSIVE');
    connection.run('BEGIN EXCLUSIVE');
    connection.run('COMMIT');
    setJournal(connection, 'delete');
  } catch (cause) {
    if (!codeOf(cause).startsWith('SQLITE_BUSY')) throw cause;
    throw new FaceGpuError(
      'file-unwritable',
      `${file} is open elsewhere: what is written to it meanwhile would be lost`,
      'Close it everywhere, and end the programs that have it open.',
      { cause },
    );
  }
}

/**
 * Looks at each page of the file, and whether rows are found by what they say themselves: no checksum of a row's body
 * tells damage in its keys, such as whose a face is. @throws FaceGpuError `bad-gallery`
 */
function requireSound(file: string, connection: Connection): void {
  const [[verdict]] = connection.rows('PRAGMA integrity_check(1)');
  if (verdict !== 'ok') throw damagedGallery(file, String(verdict));
}

export function damagedGallery(name: string, what: string, cause?: unknown): FaceGpuError {
  return new FaceGpuError(
    'bad-gallery',
    `${name} is damaged: ${what.trim().replace(/\s*\n\s*/g, '; ')}`,
    'Save what is readable: facegpu gallery repair.',
    { cause },
  );
}

/** Tries until nobody else keeps the file to itself; other work of this process goes on meanwhile. */
async function whenFree<T>(file: string, work: () => T): Promise<T> {
  const end = performance.now() + patience;
  for (let wait = 1; ; wait = Math.min(50, wait * 2)) {
    try {
      return work();
    } catch (error) {
      const isBusy = codeOf(error).startsWith('SQLITE_BUSY');
      if (!isBusy || performance.now() > end) throw describe(file, error);
      await new Promise((resolve) => setTimeout(resolve, wait * (0.5 + Math.random())));
    }
  }
}

function codeOf(error: unknown): string {
  return String((error as { code?: unknown } | undefined)?.code ?? '');
}

/** An error of SQLite or of the file system as one of ours. */
function describe(file: string, cause: unknown): unknown {
  if (cause instanceof FaceGpuError) return cause;
  const code = codeOf(cause);
  const message = cause instanceof Error ? cause.message : String(cause);
  if (code === 'SQLITE_NOTADB') {
    return new FaceGpuError(
      'bad-gallery',
      `${file} is no gallery, or its beginning is damaged`,
      'Name a gallery; of a damaged one, facegpu gallery repair saves what is readable.',
      { cause },
    );
  }
  if (code.startsWith('SQLITE_CORRUPT')) return damagedGallery(file, message, cause);
  if (code.startsWith('SQLITE_BUSY')) {
    return new FaceGpuError(
      'file-unwritable',
      `${file} is in use: another process has kept it for a minute`,
      'Wait for that process, or end it.',
      { cause },
    );
  }
  if (code === 'SQLITE_FULL' || code.startsWith('SQLITE_IOERR') || code === 'ENOSPC') {
    return new FaceGpuError(
      'file-unwritable',
      `${file} can't be written: ${message}`,
      'Make room on the disk. The gallery is as it was before.',
      { cause },
    );
  }
  if (code.startsWith('SQLITE_READONLY') || code.startsWith('SQLITE_CANTOPEN') || isSystem(code)) {
    return new FaceGpuError(
      'file-unwritable',
      `${file} can't be opened: ${message}`,
      'Name a place where you may read and write.',
      { cause },
    );
  }
  return cause;
}

/** Whether it is a code of the file system: `EACCES`, `EISDIR` … */
function isSystem(code: string): boolean {
  return /^E[A-Z]+$/.test(code);
}
