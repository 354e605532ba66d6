import { FaceGpuError } from '@facegpu/kernels';
import { openDB } from 'idb';
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
import {
  type GalleryDatabase,
  type GallerySchema,
  layout,
  makeStores,
} from './indexeddb-schema.ts';
import { commit, IndexedDbTable, StagedTable } from './indexeddb-tables.ts';

export interface IndexedDbOptions {
  /** Makes the gallery where there is none; else that is an error. */
  readonly create: boolean;
}

/**
 * A gallery in a browser's IndexedDB, which all tabs and workers of an origin share. Locks of the browser's let one
 * write at a time, and nobody while somebody reads. A write is put in its place by one transaction, flushed to the
 * disk.
 */
export class IndexedDbStorage implements GalleryStorage {
  readonly name: string;
  readonly #database: GalleryDatabase;
  readonly #queue = new Queue();
  readonly #tables: Readonly<Record<TableName, IndexedDbTable>>;
  /** Why nothing can be asked of it any longer. */
  #closed: FaceGpuError | undefined;

  private constructor(name: string, database: GalleryDatabase) {
    this.name = name;
    this.#database = database;
    this.#tables = forTables((table) => new IndexedDbTable(database, table));
  }

  /**
   * @param gallery its name, one of the origin's
   * @throws FaceGpuError `unsupported-feature` where there is no IndexedDB or no lock, `file-unreadable`,
   * `file-unwritable`; `bad-gallery` for one of another version
   */
  static async open(gallery: string, { create }: IndexedDbOptions): Promise<IndexedDbStorage> {
    const name = `indexeddb:${gallery}`;
    requireBrowser(name);
    let storage: IndexedDbStorage | undefined;
    let isMissing = false;
    try {
      const database = await openDB<GallerySchema>(`facegpu:${gallery}`, layout, {
        upgrade(upgraded, before, _now, transaction) {
          isMissing = before === 0 && !create;
          if (!isMissing) makeStores(upgraded);
          else {
            transaction.done.catch(() => {});
            transaction.abort();
          }
        },
        blocking: () => storage?.leave('another tab has a newer FaceGPU', 'Load the page again.'),
        terminated: () =>
          storage?.leave('the browser has closed it', 'Was its data deleted? Open it again.'),
      });
      storage = new IndexedDbStorage(name, database);
    } catch (error) {
      throw isMissing ? missing(name) : describe(name, error);
    }
    // Nobody waits for the answer: some browsers ask the user.
    void navigator.storage?.persist?.().catch(() => {});
    return storage;
  }

  read<T>(work: (tables: ReadableTables) => Promise<T>): Promise<T> {
    return this.#alone('shared', () => work(this.#tables));
  }

  write<T>(
    work: (tables: Tables) => Promise<T>,
    { durability = 'strict' }: WriteOptions = {},
  ): Promise<T> {
    return this.#alone('exclusive', async () => {
      const staged = forTables((table) => new StagedTable(this.#tables[table]));
      const result = await work(staged);
      await commit(this.#database, staged, durability);
      return result;
    });
  }

  version(): Promise<string> {
    return this.#inTurn(async () => String((await this.#database.get('counters', 'writes')) ?? 0));
  }

  /** IndexedDB has no say in when what was deleted is overwritten: the browser does it in its own time. */
  async compact(): Promise<void> {}

  bytes(): Promise<number> {
    return this.#inTurn(async () => {
      const tables = await Promise.all(
        tableNames.map((table) => this.#tables[table].storedHeads()),
      );
      return tables.flat().reduce((sum, { bytes }) => sum + bytes, 0);
    });
  }

  async persisted(): Promise<boolean> {
    return (await navigator.storage?.persisted?.()) ?? false;
  }

  close(): Promise<void> {
    return this.#queue.add(async () => this.leave('it was closed', 'Open it again.'));
  }

  /** Lets go of it, for whoever wants to change or delete the whole. */
  private leave(why: string, fix: string): void {
    this.#closed ??= new FaceGpuError('disposed', `${this.name} is not open: ${why}`, fix);
    this.#database.close();
  }

  #alone<T>(mode: LockMode, work: () => Promise<T>): Promise<T> {
    return this.#inTurn(async () => {
      let result: { readonly is: T } | undefined;
      await navigator.locks.request(`facegpu ${this.name}`, { mode }, async () => {
        result = { is: await work() };
      });
      return (result as { readonly is: T }).is;
    });
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    return this.#queue.add(async () => {
      if (this.#closed) throw this.#closed;
      try {
        return await work();
      } catch (error) {
        throw this.#closed ?? describe(this.name, error);
      }
    });
  }
}

function forTables<T>(make: (table: TableName) => T): Readonly<Record<TableName, T>> {
  const entries = tableNames.map((table) => [table, make(table)]);
  return Object.fromEntries(entries) as Record<TableName, T>;
}

/** @throws FaceGpuError `unsupported-feature` */
function requireBrowser(name: string): void {
  const hasLocks = typeof navigator === 'object' && 'locks' in navigator;
  if ('indexedDB' in globalThis && hasLocks) return;
  throw new FaceGpuError(
    'unsupported-feature',
    `${name}: there is no ${'indexedDB' in globalThis ? 'navigator.locks' : 'IndexedDB'} here`,
    'Open it in a page that the browser trusts: over https, or on localhost. In Node, name a file.',
  );
}

function missing(name: string): FaceGpuError {
  return new FaceGpuError(
    'file-unreadable',
    `${name}: there is no gallery`,
    'Check the name, or leave out create: false.',
  );
}

/** An error of the browser's as one of ours; whatever else is thrown is somebody else's. */
function describe(name: string, cause: unknown): unknown {
  if (!(cause instanceof DOMException)) return cause;
  const { name: kind, message } = cause;
  if (kind === 'VersionError') return otherVersion(name, true);
  if (kind === 'QuotaExceededError') {
    return new FaceGpuError(
      'file-unwritable',
      `${name} can't be written: the browser gives the page no more room (${message})`,
      'Delete something of the page, or make room on the disk. The gallery is as it was before.',
      { cause },
    );
  }
  return new FaceGpuError(
    'file-unwritable',
    `${name} can't be used: ${message}`,
    'Allow the page to keep data; a private window may not let it.',
    { cause },
  );
}
