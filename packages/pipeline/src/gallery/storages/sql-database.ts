/** A row of an answer: values by the names of its columns. */
export type SqlRow = Readonly<Record<string, unknown>>;

/** A connection that somebody has to themselves. */
export interface SqlSession {
  /**
   * @param sql one statement with `$1`, `$2` … for the values; several where there are none
   * @returns the rows of the last
   */
  query(sql: string, values?: readonly unknown[]): Promise<readonly SqlRow[]>;
  /** Gives it back. @param isBroken it is of no use to anybody any longer */
  release(isBroken: boolean): void;
}

/** A database that speaks Postgres' SQL. */
export interface SqlDatabase {
  /** Where it is, without a password. */
  readonly name: string;
  session(): Promise<SqlSession>;
  /** Calls back at each notification, and whenever some may have been missed, until it is closed. */
  listen(channel: string, heard: () => void): void;
  /** Waits for sessions that are out. */
  close(): Promise<void>;
}
