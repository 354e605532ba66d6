import { FaceGpuError } from '@facegpu/kernels';
import type { RecognizerInfo } from '../../api/options.ts';
import { part } from '../../async/part.ts';
import type { GalleryRecords } from '../records.ts';
import type { GalleryStorage } from '../storage.ts';

const indexedDb = 'indexeddb:';

/**
 * The storage that is named: `indexeddb:NAME`.
 *
 * @throws FaceGpuError `unsupported-feature` for the path of a file: a page has none; and what opening throws
 */
export async function openStorage(where: string, create: boolean): Promise<GalleryStorage> {
  if (where.startsWith(indexedDb) && where !== indexedDb) {
    const { IndexedDbStorage } = await part(() => import('./indexeddb.ts'));
    return IndexedDbStorage.open(where.slice(indexedDb.length), { create });
  }
  throw new FaceGpuError(
    'unsupported-feature',
    `${where}: a gallery in a file needs Node`,
    `Name one that the browser keeps: ${indexedDb}people.`,
  );
}

/** The bytes of a photo that is named. */
export async function readPhoto(address: string): Promise<Uint8Array> {
  const response = await fetch(address);
  if (response.ok) return new Uint8Array(await response.arrayBuffer());
  throw new FaceGpuError(
    'file-unreadable',
    `${address} can't be read: ${response.status}`,
    'Check that it exists and may be read.',
  );
}

/** No engine of a browser compares vectors: that is done on the GPU. */
export async function searchOf(_: GalleryRecords, __: RecognizerInfo): Promise<undefined> {}
