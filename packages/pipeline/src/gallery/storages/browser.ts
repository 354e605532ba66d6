import { FaceGpuError } from '@facegpu/kernels';
import type { GalleryStorage } from '../storage.ts';

/** @throws FaceGpuError `unsupported-feature`: a page has no files */
export async function openStorage(where: string, _create: boolean): Promise<GalleryStorage> {
  throw new FaceGpuError(
    'unsupported-feature',
    `${where}: a gallery in a file needs Node`,
    'Give a storage, new MemoryStorage() of @facegpu/pipeline/gallery perhaps.',
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
