import { FaceGpuError } from '@facegpu/kernels';
import { Queue } from '../../async/queue.ts';
import { otherVersion } from '../other-version.ts';
import {
  type GalleryStorage,
  type ReadableTables,
  type TableName,
  type Tables,
  tableNames,
  type WriteOptions,
} from '../storage.ts';
import { connectPostgres } from './load-postgres.ts';
import { describePostgres, isConnectionLost } from './postgres-errors.ts';
import { migrations } from './postgres-migrations.ts';
import { PostgresTable } from './postgres-table.ts';
import { PostgresVectors } from './postgres-vectors.ts';
import type { SqlDatabase, SqlSession } from './sql-database.ts';

/** The schema that has a gallery's tables, unless the address names another: `?schema=office`. */
const usualSchema = 'facegpu';
/** Connections that may have broken since they were used last, one after another. */
const tries = 6;

/** Begins to read one state. */
const beginReading = 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY';

export interface PostgresOptions {
  /** Makes the gallery where there is none; else that is an error. */
  readonly create: boolean;
  /** Whether the server compares vectors, by pgvector; the address says so where left out. */
  readonly search?: boolean;
}

/**
 * A gallery in a schema of a Postgres database, for many processes and machines. A reader sees a snapshot; writers
 * take turns by an advisory lock. Each write adds a row to `changes`, and wakes whoever listens.
 *
 * A connection that breaks is made again by the next call. A write whose end had no answer may have been done.
 */
export class PostgresStorage implements GalleryStorage {
  readonly name: string;
  readonly #database: SqlDatabase;
  readonly #schema: string;
  /** One writer of this process waits for the others', not all of them. */
  readonly #writers = new Queue();
  readonly vectors: PostgresVectors | undefined;
  #isOpen = true;

  private constructor(database: SqlDatabase, schema: string, search: boolean) {
    this.name = database.name;
    this.#database = database;
    this.#schema = schema;
    if (!search) return;
    this.vectors = new PostgresVectors({
      name: this.name,
      read: (work) => this.#transaction(beginReading, work),
      write: (work) => this.#writers.add(() => this.#alone(work)),
    });
  }

  /**
   * @param address `postgres://user:password@host:5432/database?schema=facegpu&search=sql`
   * @throws FaceGpuError `missing-package`, `bad-argument`, `unreachable`, `file-unreadable`, `file-unwritable`;
   * `bad-gallery` for one of another version
   */
  static async open(address: string, options: PostgresOptions): Promise<PostgresStorage> {
    const { database, name, schema, search } = parse(address);
    return PostgresStorage.over(await connectPostgres(database, name), schema, {
      search,
      ...options,
    });
  }

  /** A gallery in a database that somebody has connected to; it is closed with it. */
  static async over(
    database: SqlDatabase,
    schema: string,
    { create, search = false }: PostgresOptions,
  ): Promise<PostgresStorage> {
    const storage = new PostgresStorage(database, schema, search);
    try {
      await storage.#migrate(create);
      return storage;
    } catch (error) {
      await database.close();
      throw error;
    }
  }

  read<T>(work: (tables: ReadableTables) => Promise<T>): Promise<T> {
    return this.#transaction(beginReading, (session) => work(tablesOf(session)));
  }

  write<T>(
    work: (tables: Tables) => Promise<T>,
    { durability = 'strict' }: WriteOptions = {},
  ): Promise<T> {
    return this.#writers.add(() =>
      this.#alone(async (session) => {
        if (durability === 'relaxed') await session.query('SET LOCAL synchronous_commit TO off');
        const result = await work(tablesOf(session));
        await session.query(
          'WITH change AS (INSERT INTO changes DEFAULT VALUES RETURNING id) SELECT pg_notify($1, id::text) FROM change',
          [this.#channel],
        );
        return result;
      }),
    );
  }

  version(): Promise<string> {
    return this.#ask(async (session) => {
      const [{ id }] = await session.query(
        `SELECT coalesce(max(id), 0) AS id FROM ${this.#quoted}.changes`,
      );
      return String(id);
    });
  }

  /** Writes all tables anew; the server's log and backups still have what was in them. */
  compact(): Promise<void> {
    return this.#writers.add(() =>
      this.#ask(async (session) => {
        const changes = `${this.#quoted}.changes`;
        await session.query(`DELETE FROM ${changes} WHERE id < (SELECT max(id) FROM ${changes})`);
        for (const table of await tableNamesIn(session, this.#schema)) {
          await session.query(`VACUUM FULL ${table}`);
        }
      }),
    );
  }

  bytes(): Promise<number> {
    return this.#ask(async (session) => {
      const tables = await tableNamesIn(session, this.#schema);
      const [{ bytes }] = await session.query(
        'SELECT sum(pg_total_relation_size(name::regclass)) AS bytes FROM unnest($1::text[]) AS name',
        [tables],
      );
      return Number(bytes);
    });
  }

  watch(changed: () => void): void {
    this.#database.listen(this.#channel, changed);
  }

  async close(): Promise<void> {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    await this.#writers.add(() => this.#database.close());
  }

  get #quoted(): string {
    return quoted(this.#schema);
  }

  get #channel(): string {
    return `facegpu_${this.#schema}`;
  }

  /** Takes the steps of {@link migrations} that weren't taken yet. */
  async #migrate(create: boolean): Promise<void> {
    const schema = this.#schema;
    const found = await this.#ask((session) => versionIn(session, schema));
    if (found === migrations.length) return;
    if (found > migrations.length) throw otherVersion(this.name, true);
    if (found === 0 && !create) {
      throw new FaceGpuError(
        'file-unreadable',
        `${this.name}: there is no gallery in the schema ${schema}`,
        'Check the address, or make one: facegpu gallery create.',
      );
    }
    await this.#alone(async (session) => {
      // Another process may have been quicker.
      const before = await versionIn(session, schema);
      if (before === 0) {
        await session.query(`CREATE SCHEMA IF NOT EXISTS ${quoted(schema)}`);
        await session.query(
          `CREATE TABLE ${quoted(schema)}.migrations (version integer PRIMARY KEY, at timestamptz NOT NULL DEFAULT now())`,
        );
      }
      for (const [i, sql] of migrations.entries()) {
        if (i < before) continue;
        await session.query(sql);
        await session.query('INSERT INTO migrations (version) VALUES ($1)', [i + 1]);
      }
    });
  }

  /** A transaction while which nobody else, in any process, has one of this kind. */
  #alone<T>(work: (session: SqlSession) => Promise<T>): Promise<T> {
    return this.#transaction('BEGIN', async (session) => {
      await session.query("SET LOCAL lock_timeout = '60s'; SET LOCAL synchronous_commit = 'on'");
      await session.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [this.#channel]);
      return work(session);
    });
  }

  #transaction<T>(begin: string, work: (session: SqlSession) => Promise<T>): Promise<T> {
    const first = `${begin}; SET LOCAL search_path = ${this.#quoted}`;
    return this.#with(first, async (session) => {
      try {
        const result = await work(session);
        await session.query('COMMIT');
        return result;
      } catch (error) {
        // Where that fails, too, the connection is of no use.
        await session.query('ROLLBACK').catch(() => {});
        throw error;
      }
    });
  }

  #ask<T>(work: (session: SqlSession) => Promise<T>): Promise<T> {
    return this.#with('SELECT 1', work);
  }

  /** @param first is asked again of another connection where the one at hand has broken: nothing was done before it */
  async #with<T>(first: string, work: (session: SqlSession) => Promise<T>): Promise<T> {
    if (!this.#isOpen) {
      throw new FaceGpuError('disposed', `${this.name} was closed`, 'Open it again.');
    }
    let session: SqlSession | undefined;
    let isBroken = false;
    try {
      session = await this.#session(first);
      return await work(session);
    } catch (error) {
      isBroken = isConnectionLost(error);
      throw describePostgres(this.name, error);
    } finally {
      session?.release(isBroken);
    }
  }

  async #session(first: string): Promise<SqlSession> {
    for (let left = tries; ; left--) {
      const session = await this.#database.session();
      try {
        await session.query(first);
        return session;
      } catch (error) {
        session.release(true);
        if (left <= 1 || !isConnectionLost(error)) throw error;
      }
    }
  }
}

/** Whether it is the address of a database, and no file. */
export function isPostgres(where: string): boolean {
  return /^postgres(ql)?:\/\//.test(where);
}

/** Where a gallery is, for people to read: an address without user and password. */
export function shownPlace(where: string): string {
  return isPostgres(where) ? parse(where).name : where;
}

/** A name that may be a word of SQL. */
function quoted(name: string): string {
  return `"${name}"`;
}

/** All tables of a schema, with its name. */
async function tableNamesIn(session: SqlSession, schema: string): Promise<string[]> {
  const rows = await session.query('SELECT tablename FROM pg_tables WHERE schemaname = $1', [
    schema,
  ]);
  return rows.map(({ tablename }) => `${quoted(schema)}.${tablename}`);
}

/** The number of steps that were taken; 0 where there is no gallery. */
async function versionIn(session: SqlSession, schema: string): Promise<number> {
  // Not by to_regclass, which may not know yet what was made while a lock was waited for.
  const [{ found }] = await session.query(
    "SELECT count(*) AS found FROM pg_tables WHERE schemaname = $1 AND tablename = 'migrations'",
    [schema],
  );
  if (Number(found) === 0) return 0;
  const [{ version }] = await session.query(
    `SELECT max(version) AS version FROM ${quoted(schema)}.migrations`,
  );
  return Number(version);
}

function tablesOf(session: SqlSession): Readonly<Record<TableName, PostgresTable>> {
  const entries = tableNames.map((table) => [table, new PostgresTable(session, table)]);
  return Object.fromEntries(entries) as Record<TableName, PostgresTable>;
}

/** What the address of a gallery says. */
interface Place {
  /** The address of the database. */
  readonly database: string;
  /** Where it is, without a password. */
  readonly name: string;
  readonly schema: string;
  readonly search: boolean;
}

/** @throws FaceGpuError `bad-argument` */
function parse(address: string): Place {
  let url: URL;
  try {
    url = new URL(address);
  } catch (cause) {
    throw new FaceGpuError(
      'bad-argument',
      'the address of the database is none',
      'Give postgres://user@host/database.',
      { cause },
    );
  }
  const schema = url.searchParams.get('schema') ?? usualSchema;
  if (!/^[a-z_][a-z0-9_]{0,50}$/.test(schema)) {
    throw new FaceGpuError(
      'bad-argument',
      `the schema is ${JSON.stringify(schema)}`,
      'Name one with small letters, digits and underscores.',
    );
  }
  const search = url.searchParams.get('search') ?? 'gpu';
  if (search !== 'sql' && search !== 'gpu') {
    throw new FaceGpuError(
      'bad-argument',
      `search is ${JSON.stringify(search)}`,
      'Vectors are compared on the GPU (gpu), or by pgvector in the database (sql).',
    );
  }
  for (const own of ['schema', 'search']) url.searchParams.delete(own);
  const database = url.href;
  const name = `postgres://${url.host}${url.pathname}${schema === usualSchema ? '' : `?schema=${schema}`}`;
  return { database, name, schema, search: search === 'sql' };
}
