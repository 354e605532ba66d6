import { createHash } from 'node:crypto';
import path from 'node:path';
import { FaceGpuError } from '@facegpu/kernels';
import { readPhotoFile } from '@facegpu/pipeline/command-line';
import type { LabelledPhoto } from '../dataset/photo-list.ts';
import type { HashedPhoto } from './follow-decisions.ts';

/** Photos with the hashes of their files; those that can't be read are left out. */
export async function hashPhotos(
  root: string,
  photos: readonly LabelledPhoto[],
): Promise<HashedPhoto[]> {
  const hashed: HashedPhoto[] = [];
  for (const photo of photos) {
    try {
      const bytes = await readPhotoFile(path.resolve(root, photo.file));
      hashed.push({ ...photo, hash: createHash('sha256').update(bytes).digest('hex') });
    } catch (error) {
      if (!(error instanceof FaceGpuError)) throw error;
    }
  }
  return hashed;
}
