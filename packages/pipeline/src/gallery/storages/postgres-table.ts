import {
  type Key,
  type Row,
  type RowHead,
  type Table,
  type TableName,
  tableColumns,
} from '../storage.ts';
import type { SqlRow, SqlSession } from './sql-database.ts';

/** Columns of texts; all others are whole numbers, which Postgres sends as texts too. */
const texts: readonly string[] = ['name', 'hash', 'model'];

/** A table of a gallery within a transaction; the search path says of which gallery. */
export class PostgresTable implements Table {
  readonly #session: SqlSession;
  readonly #name: TableName;
  readonly #columns: readonly string[];

  constructor(session: SqlSession, name: TableName) {
    this.#session = session;
    this.#name = name;
    this.#columns = tableColumns[name];
  }

  async add(keys: RowHead['keys'], body: Uint8Array): Promise<number> {
    const columns = [...this.#columns, 'body'];
    const [{ id }] = await this.#session.query(
      `INSERT INTO ${this.#name} (${columns}) VALUES (${places(columns)}) RETURNING id`,
      [...this.#values(keys), body],
    );
    return Number(id);
  }

  async put({ id, keys, body }: Row): Promise<void> {
    const columns = ['id', ...this.#columns, 'body'];
    const changed = columns.slice(1).map((column) => `${column} = excluded.${column}`);
    const [{ added }] = await this.#session.query(
      `INSERT INTO ${this.#name} (${columns}) VALUES (${places(columns)})
       ON CONFLICT (id) DO UPDATE SET ${changed} RETURNING xmax = 0 AS added`,
      [id, ...this.#values(keys), body],
    );
    if (!added) return;
    // No id is given twice.
    await this.#session.query(
      `SELECT setval(sequence, greatest($2::bigint, nextval(sequence)))
       FROM (SELECT pg_get_serial_sequence($1, 'id')::regclass AS sequence) AS own`,
      [this.#name, id],
    );
  }

  async delete(ids: readonly number[]): Promise<void> {
    await this.#session.query(`DELETE FROM ${this.#name} WHERE id = ANY($1)`, [ids]);
  }

  get(ids: readonly number[]): Promise<Row[]> {
    const sql =
      'JOIN unnest($1::bigint[]) WITH ORDINALITY AS wanted (id, place) USING (id) ORDER BY place';
    return this.#rows(sql, [ids]);
  }

  find(column: string, value: Key): Promise<Row[]> {
    const [condition, values] = where(column, value);
    return this.#rows(`WHERE ${condition} ORDER BY id`, values);
  }

  after(id: number, limit: number): Promise<Row[]> {
    return this.#rows('WHERE id > $1 ORDER BY id LIMIT $2', [id, limit]);
  }

  async heads(): Promise<RowHead[]> {
    const columns = ['id', ...this.#columns];
    const rows = await this.#session.query(`SELECT ${columns} FROM ${this.#name} ORDER BY id`);
    return rows.map((row) => this.#head(row));
  }

  async count(column?: string, value: Key = null): Promise<number> {
    const [condition, values] = column === undefined ? ['true', []] : where(column, value);
    const sql = `SELECT count(*) AS count FROM ${this.#name} WHERE ${condition}`;
    const [{ count }] = await this.#session.query(sql, values);
    return Number(count);
  }

  async #rows(condition: string, values: readonly unknown[]): Promise<Row[]> {
    const columns = ['id', ...this.#columns, 'body'];
    const sql = `SELECT ${columns} FROM ${this.#name} ${condition}`;
    const rows = await this.#session.query(sql, values);
    return rows.map((row) => ({ ...this.#head(row), body: row.body as Uint8Array }));
  }

  #head(row: SqlRow): RowHead {
    const keys = this.#columns.map((column) => {
      const value = row[column] as Key;
      return [column, value === null || texts.includes(column) ? value : Number(value)] as const;
    });
    return { id: Number(row.id), keys: Object.fromEntries(keys) };
  }

  #values(keys: RowHead['keys']): Key[] {
    return this.#columns.map((column) => keys[column] ?? null);
  }
}

/** `$1,$2,…` */
function places(columns: readonly string[]): string {
  return columns.map((_, i) => `$${i + 1}`).join();
}

/** What finds rows with a value in a column, by an index. */
function where(column: string, value: Key): [string, Key[]] {
  return value === null ? [`${column} IS NULL`, []] : [`${column} = $1`, [value]];
}
