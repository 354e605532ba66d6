import { readFile } from 'node:fs/promises';
import { FaceGpuError } from '@facegpu/kernels';

/** @throws FaceGpuError `file-unreadable` */
export function readPhotoFile(file: string): Promise<Uint8Array> {
  return reading(file, () => readFile(file));
}

/** @throws FaceGpuError `file-unreadable` */
export function readText(file: string): Promise<string> {
  return reading(file, () => readFile(file, 'utf8'));
}

/**
 * Does what reads a file or a folder.
 *
 * @throws FaceGpuError `file-unreadable`
 */
export async function reading<T>(
  file: string,
  work: () => Promise<T>,
  fix = 'Check that it exists and may be read.',
): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw new FaceGpuError(
      'file-unreadable',
      `${file} can't be read: ${(cause as NodeJS.ErrnoException).code ?? cause}`,
      fix,
      { cause },
    );
  }
}
