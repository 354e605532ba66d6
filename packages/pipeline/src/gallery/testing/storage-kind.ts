import type { GalleryStorage } from '../storage.ts';

/** A kind of storage, and how one is made. */
export interface StorageKind {
  readonly name: string;
  /** An empty one under a name that no other test of the file has. */
  create(name: string): Promise<GalleryStorage>;
  /** Opens the same place once more, as another process would; left out where that can't be. */
  reopen?(name: string): Promise<GalleryStorage>;
  /** All that is on the disk of it; left out where that can't be read, or the engine has the say in it. */
  onDisk?(name: string): Promise<Uint8Array>;
}
