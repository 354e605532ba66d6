import { FaceGpuError } from '@facegpu/kernels';
import { readPhotoFile } from '../../evaluate/read-file.ts';
import type { GalleryStorage } from '../storage.ts';
import { SqliteStorage } from './sqlite.ts';

/**
 * The storage at a path.
 *
 * @throws FaceGpuError `unsupported-feature` for a browser's; and what opening throws
 */
export async function openStorage(where: string, create: boolean): Promise<GalleryStorage> {
  if (where.startsWith('indexeddb:')) {
    throw new FaceGpuError(
      'unsupported-feature',
      `${where}: only browsers have IndexedDB`,
      'Name a file.',
    );
  }
  return SqliteStorage.open(where, { create });
}

/** The bytes of a photo that is named. */
export function readPhoto(file: string): Promise<Uint8Array> {
  return readPhotoFile(file);
}
