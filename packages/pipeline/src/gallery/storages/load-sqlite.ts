import { FaceGpuError } from '@facegpu/kernels';

/** A value of SQLite's. */
export type SqliteValue = string | number | null | Uint8Array;

/** A database that is open. */
export interface Connection {
  /** Does something, with a value for each `?`. @returns the id of the row that was added last */
  run(sql: string, values?: readonly SqliteValue[]): number;
  /** What a query finds: a list of values for each row. */
  rows(sql: string, values?: readonly SqliteValue[]): SqliteValue[][];
  close(): void;
}

/** As much of the package `libsql` as is used here. */
interface Database {
  prepare(sql: string): Statement;
  exec(sql: string): void;
  close(): void;
}

interface Statement {
  /** Whether there are rows to be read. */
  readonly reader: boolean;
  run(values: readonly unknown[]): { readonly lastInsertRowid: number };
  raw(): { all(values: readonly unknown[]): unknown[][] };
}

/**
 * The package that has SQLite in it, once a file is opened.
 *
 * @throws FaceGpuError `missing-package`
 */
export async function loadSqlite(): Promise<(file: string) => Connection> {
  let Database: new (file: string) => Database;
  try {
    ({ default: Database } = (await import('libsql')) as unknown as { default: typeof Database });
  } catch (cause) {
    throw new FaceGpuError(
      'missing-package',
      `the package "libsql", which keeps galleries in files, can't be loaded: ${cause instanceof Error ? cause.message : cause}`,
      'Install it beside FaceGPU: npm install libsql',
      { cause },
    );
  }
  return (file) => connect(new Database(file));
}

function connect(database: Database): Connection {
  const statements = new Map<string, Statement>();
  const prepare = (sql: string) => {
    const known = statements.get(sql);
    if (known) return known;
    const statement = database.prepare(sql);
    statements.set(sql, statement);
    return statement;
  };
  return {
    run(sql, values) {
      if (values) return Number(prepare(sql).run(values).lastInsertRowid);
      database.exec(sql);
      return 0;
    },
    rows: (sql, values = []) => {
      // A pragma is prepared anew each time: what it says is about the connection.
      const statement = sql.startsWith('PRAGMA') ? database.prepare(sql) : prepare(sql);
      if (statement.reader) return statement.raw().all(values) as SqliteValue[][];
      statement.run(values);
      return [];
    },
    close: () => {
      // What is left of them would keep the file open.
      statements.clear();
      database.close();
    },
  };
}
