import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import type { GalleryStorage } from '../storage.ts';
import { MemoryStorage } from '../storages/memory.ts';
import { SqliteStorage } from '../storages/sqlite.ts';

/** A folder of its own for the tests of a file, deleted after them. */
export function useGalleryFolder(): (name: string) => string {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'facegpu-gallery-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  return (name) => path.join(folder, name);
}

/** A kind of storage, and how one is made. */
export interface StorageKind {
  readonly name: string;
  /** An empty one. @param at a path in a folder of the tests' own */
  create(at: string): Promise<GalleryStorage>;
  /** Opens the same place once more, as another process would; nothing where that can't be. */
  reopen?(at: string): Promise<GalleryStorage>;
}

/** Every storage that there is: what one must do, all must. */
export const storageKinds: readonly StorageKind[] = [
  { name: 'memory', create: async () => new MemoryStorage() },
  {
    name: 'sqlite',
    create: (at) => SqliteStorage.open(at, { create: true }),
    reopen: (at) => SqliteStorage.open(at, { create: false }),
  },
];
