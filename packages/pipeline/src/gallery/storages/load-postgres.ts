import { FaceGpuError } from '@facegpu/kernels';
import type { Client, Pool } from 'pg';
import type { SqlDatabase, SqlSession } from './sql-database.ts';

/** Connections at once; those beyond wait. */
const most = 4;
/** How long one may take, in milliseconds. */
const patience = 10_000;
/** How long to wait before listening again, in milliseconds. */
const pause = 250;

const settings = {
  application_name: 'facegpu',
  keepAlive: true,
  connectionTimeoutMillis: patience,
};

/**
 * The database at a `postgres://` address; nothing is asked of it yet.
 *
 * @param name the address, for errors
 * @throws FaceGpuError `missing-package`
 */
export async function connectPostgres(address: string, name: string): Promise<SqlDatabase> {
  const pg = await loadPg();
  const pool = new pg.Pool({
    ...settings,
    connectionString: address,
    max: most,
    allowExitOnIdle: true,
  });
  // One that nobody uses has broken: the next call gets another.
  pool.on('error', ignore);
  const listeners: Listener[] = [];
  return {
    name,
    session: () => sessionOf(pool),
    listen(channel, heard) {
      const connect = () => new pg.Client({ ...settings, connectionString: address });
      listeners.push(new Listener(connect, channel, heard));
    },
    async close() {
      await Promise.all([pool.end(), ...listeners.map((listener) => listener.close())]);
    },
  };
}

async function loadPg(): Promise<Pick<typeof import('pg'), 'Client' | 'Pool'>> {
  try {
    return (await import('pg')).default;
  } catch (cause) {
    throw new FaceGpuError(
      'missing-package',
      `the package "pg", which speaks to Postgres, can't be loaded: ${cause instanceof Error ? cause.message : cause}`,
      'Install it beside FaceGPU: npm install pg',
      { cause },
    );
  }
}

async function sessionOf(pool: Pool): Promise<SqlSession> {
  const client = await pool.connect();
  // What is under way says so itself.
  client.on('error', ignore);
  return {
    async query(sql, values) {
      const answer: unknown = await client.query(sql, values && [...values]);
      const last = Array.isArray(answer) ? answer.at(-1) : answer;
      return (last as { rows: Record<string, unknown>[] }).rows;
    },
    release(isBroken) {
      client.off('error', ignore);
      client.release(isBroken);
    },
  };
}

/** A connection that waits for notifications, and is made again whenever it breaks. */
class Listener {
  readonly #connect: () => Client;
  readonly #channel: string;
  readonly #heard: () => void;
  #client: Client | undefined;
  #isClosed = false;

  constructor(connect: () => Client, channel: string, heard: () => void) {
    this.#connect = connect;
    this.#channel = channel;
    this.#heard = heard;
    void this.#listen();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#client?.end().catch(ignore);
  }

  async #listen(): Promise<void> {
    const client = this.#connect();
    this.#client = client;
    let hasEnded = false;
    const again = () => {
      if (hasEnded || this.#isClosed) return;
      hasEnded = true;
      void client.end().catch(ignore);
      setTimeout(() => void (this.#isClosed || this.#listen()), pause).unref();
    };
    client.on('error', again);
    client.on('end', again);
    client.on('notification', this.#heard);
    try {
      await client.connect();
      await client.query(`LISTEN ${client.escapeIdentifier(this.#channel)}`);
      // Whatever was said before.
      this.#heard();
    } catch {
      again();
    }
  }
}

function ignore(): void {}
