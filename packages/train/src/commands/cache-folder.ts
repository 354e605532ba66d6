import { createHash } from 'node:crypto';
import { mkdir, realpath } from 'node:fs/promises';
import path from 'node:path';
import { writing } from '@facegpu/pipeline/command-line';
import envPaths from 'env-paths';

/**
 * The folder that keeps what was found in a data set: the one that was named, or one among the user's caches
 * that belongs to this data set. It is made where it isn't there.
 *
 * @throws FaceGpuError `file-unwritable`
 */
export async function cacheFolder(source: string, named: string | undefined): Promise<string> {
  const folder = named ?? (await usualFolder(source));
  await writing(folder, () => mkdir(folder, { recursive: true }));
  return folder;
}

async function usualFolder(source: string): Promise<string> {
  const real = await realpath(source).catch(() => path.resolve(source));
  const id = createHash('sha256').update(real).digest('hex').slice(0, 8);
  const { cache } = envPaths('facegpu', { suffix: '' });
  return path.join(cache, 'datasets', `${path.basename(real)}-${id}`);
}
