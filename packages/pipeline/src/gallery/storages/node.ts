import { readPhotoFile } from '../../evaluate/read-file.ts';
import type { GalleryStorage } from '../storage.ts';
import { SqliteStorage } from './sqlite.ts';

/** The storage at a path. */
export function openStorage(where: string, create: boolean): Promise<GalleryStorage> {
  return SqliteStorage.open(where, { create });
}

/** The bytes of a photo that is named. */
export function readPhoto(file: string): Promise<Uint8Array> {
  return readPhotoFile(file);
}
