import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chown, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';

/** Where Debian has a Postgres for each version. */
const debian = '/usr/lib/postgresql';

/** The folder of a Postgres' programs; nothing where there is none. */
export async function findPostgres(): Promise<string | undefined> {
  const versions = await readdir(debian).catch(() => []);
  const debians = versions
    .sort((a, b) => Number(b) - Number(a))
    .map((version) => `${debian}/${version}/bin`);
  const folders = [...debians, ...(process.env.PATH ?? '').split(path.delimiter)];
  return folders.find(
    (folder) =>
      existsSync(path.join(folder, 'initdb')) && existsSync(path.join(folder, 'postgres')),
  );
}

/** A server of one's own in a temporary folder, on loopback, as whoever may run one. */
export class PostgresServer {
  readonly #programs: string;
  readonly #folder: string;
  readonly #port: number;
  /** What stands before a command: root may not run a server. */
  readonly #as: readonly string[];
  #process: ChildProcess | undefined;

  private constructor(programs: string, folder: string, port: number, as: readonly string[]) {
    this.#programs = programs;
    this.#folder = folder;
    this.#port = port;
    this.#as = as;
  }

  static async start(programs: string): Promise<PostgresServer> {
    const folder = await mkdtemp(path.join(tmpdir(), 'facegpu-postgres-'));
    const user = process.getuid?.() === 0 ? unprivileged() : undefined;
    if (user !== undefined) await chown(folder, user, user);
    const as =
      user === undefined ? [] : ['setpriv', `--reuid=${user}`, `--regid=${user}`, '--clear-groups'];
    const server = new PostgresServer(programs, folder, await freePort(), as);
    const [command, ...args] = [...as, path.join(programs, 'initdb'), '-D', server.#data];
    execFileSync(
      command,
      [...args, '-U', 'facegpu', '--auth=trust', '--no-sync', '-E', 'UTF8', '--locale=C'],
      {
        cwd: folder,
        stdio: ['ignore', 'ignore', 'pipe'],
      },
    );
    await server.start();
    return server;
  }

  /** The address of its database, and of a gallery in it. */
  address(schema: string): string {
    return `postgres://facegpu:secret@127.0.0.1:${this.#port}/postgres?schema=${schema}`;
  }

  async start(): Promise<void> {
    const [command, ...args] = [
      ...this.#as,
      path.join(this.#programs, 'postgres'),
      '-D',
      this.#data,
    ];
    const settings = [
      'listen_addresses=127.0.0.1',
      `port=${this.#port}`,
      'unix_socket_directories=',
      'fsync=off',
    ];
    this.#process = spawn(command, [...args, ...settings.flatMap((setting) => ['-c', setting])], {
      cwd: this.#folder,
      stdio: 'ignore',
    });
    for (;;) {
      try {
        await this.query('SELECT 1');
        return;
      } catch (error) {
        if (this.#process.exitCode !== null) throw error;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
  }

  /** Ends it at once, as a crash does, without a word to whoever is connected. */
  async stop(): Promise<void> {
    const server = this.#process;
    if (!server || server.exitCode !== null) return;
    const ended = once(server, 'exit');
    server.kill('SIGQUIT');
    await ended;
  }

  async query(sql: string): Promise<Record<string, unknown>[]> {
    const client = new pg.Client({ connectionString: this.address('public') });
    client.on('error', () => {});
    try {
      await client.connect();
      return (await client.query(sql)).rows;
    } finally {
      await client.end().catch(() => {});
    }
  }

  /** The files of its database, but for the log. */
  async onDisk(): Promise<Uint8Array> {
    await this.query('CHECKPOINT');
    const [{ oid }] = await this.query(
      'SELECT oid FROM pg_database WHERE datname = current_database()',
    );
    const folder = path.join(this.#data, 'base', String(oid));
    const files = await readdir(folder);
    return Buffer.concat(await Promise.all(files.map((file) => readFile(path.join(folder, file)))));
  }

  async dispose(): Promise<void> {
    await this.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }

  get #data(): string {
    return path.join(this.#folder, 'data');
  }
}

/** The number of a user who may run a server. */
function unprivileged(): number {
  try {
    return Number(execFileSync('id', ['-u', 'postgres'], { encoding: 'utf8', stdio: 'pipe' }));
  } catch {
    return 65534;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  return port;
}
