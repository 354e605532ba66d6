import { readFile } from 'node:fs/promises';
import { FaceGpuError } from '@facegpu/kernels';

/** @throws FaceGpuError `file-unreadable` */
export async function readPhotoFile(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (cause) {
    throw unreadable(file, cause);
  }
}

/** @throws FaceGpuError `file-unreadable` */
export async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw unreadable(file, cause);
  }
}

function unreadable(file: string, cause: unknown): FaceGpuError {
  return new FaceGpuError(
    'file-unreadable',
    `${file} can't be read: ${(cause as NodeJS.ErrnoException).code ?? cause}`,
    'Check that it exists and may be read.',
    { cause },
  );
}
