import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { FaceGpuError } from '@facegpu/kernels';

/** A photo, and the name of the person it shows. */
export interface Portrait {
  readonly name: string;
  readonly file: string;
}

/** The photos of a folder of folders, each with the name of the person it shows. */
export async function listPortraits(folder: string): Promise<Portrait[]> {
  try {
    const people = await list(folder, 'folders');
    const portraits = await Promise.all(
      people.map(async (name) => {
        const files = await list(path.join(folder, name), 'files');
        return files.map((file) => ({ name, file: path.join(folder, name, file) }));
      }),
    );
    return portraits.flat();
  } catch (cause) {
    throw new FaceGpuError(
      'file-unreadable',
      `${folder} can't be read: ${(cause as NodeJS.ErrnoException).code ?? cause}`,
      'Give a folder that has a folder for each person.',
      { cause },
    );
  }
}

/** What a folder holds, but for hidden entries; links count as what they lead to. */
async function list(folder: string, wanted: 'folders' | 'files'): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => !name.startsWith('.')).sort();
  // A link that leads nowhere passes for a file, and is reported as one that can't be read.
  const stats = await Promise.all(
    names.map((name) => stat(path.join(folder, name)).catch(() => undefined)),
  );
  return names.filter((_, i) => (stats[i]?.isDirectory() ?? false) === (wanted === 'folders'));
}
