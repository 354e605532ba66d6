import { access, mkdir, readFile, realpath, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { FaceGpuError } from '@facegpu/kernels';

/**
 * The bytes of a file.
 *
 * @throws FaceGpuError `file-unreadable`
 */
export async function readBytes(file: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await readFile(file));
  } catch (cause) {
    throw new FaceGpuError(
      'file-unreadable',
      `${file} can't be read: ${reason(cause)}`,
      'Name a file that is there and may be read.',
      { cause },
    );
  }
}

/**
 * A file that a model names, which must lie in the model's folder or below it.
 *
 * @param model the model's own file
 * @throws FaceGpuError `bad-model`, `file-unreadable`
 */
export async function readBeside(
  model: string,
  location: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const folder = await realpath(path.dirname(model));
  const file = path.resolve(folder, location);
  // A link in the folder may lead out of it.
  const real = isInside(folder, file) ? await realpath(file).catch(() => file) : file;
  if (location === '' || !isInside(folder, real)) {
    throw new FaceGpuError(
      'bad-model',
      `${model} keeps weights in "${location}", which is not in its folder`,
      'Save the model again, with its weights beside it.',
    );
  }
  return readBytes(real);
}

/**
 * Writes a file, and the folder that it is in.
 *
 * @throws FaceGpuError `file-unwritable`
 */
export async function writeBytes(file: string, bytes: Uint8Array): Promise<void> {
  try {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, bytes);
  } catch (cause) {
    throw new FaceGpuError(
      'file-unwritable',
      `${file} can't be written: ${reason(cause)}`,
      'Name a place where you may write.',
      { cause },
    );
  }
}

export function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

function isInside(folder: string, file: string): boolean {
  const relative = path.relative(folder, file);
  return (
    relative !== '' &&
    relative !== '..' &&
    !relative.startsWith(`..${path.sep}`) &&
    !path.isAbsolute(relative)
  );
}

function reason(cause: unknown): unknown {
  return (cause as NodeJS.ErrnoException).code ?? cause;
}
