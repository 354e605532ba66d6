import { FaceGpuError } from '@facegpu/kernels';
import type { RecognizerInfo } from '../../api/options.ts';
import { readPhotoFile } from '../../evaluate/read-file.ts';
import { indexMetrics } from '../../match/metric.ts';
import type { GallerySearch } from '../gallery-search.ts';
import type { GalleryRecords } from '../records.ts';
import type { GalleryStorage } from '../storage.ts';
import { TableSearch } from '../table-search.ts';
import { isPostgres, PostgresStorage } from './postgres.ts';
import { SqliteStorage } from './sqlite.ts';

/**
 * The storage at a path, or at the `postgres://` address of a database.
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
  if (isPostgres(where)) return PostgresStorage.open(where, { create });
  return SqliteStorage.open(where, { create });
}

/** The bytes of a photo that is named. */
export function readPhoto(file: string): Promise<Uint8Array> {
  return readPhotoFile(file);
}

/** Where the storage compares vectors by itself; nothing where it doesn't. */
export async function searchOf(
  records: GalleryRecords,
  { model, dimensions, metric }: RecognizerInfo,
): Promise<GallerySearch | undefined> {
  const { vectors } = records.storage;
  if (!vectors) return undefined;
  return new TableSearch(records, vectors, { model, dimensions, metric: indexMetrics[metric] });
}
