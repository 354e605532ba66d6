import { readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { reading } from '../evaluate/read-file.ts';

/** Endings of files that hold pictures, whether or not this machine can decode each. */
const pictureEndings = new Set(
  (
    'jpg jpeg jpe jfif png apng webp avif gif tif tiff heic heif bmp ico jxl ' +
    'jp2 j2k jpf pbm pgm ppm pnm'
  )
    .split(' ')
    .map((ending) => `.${ending}`),
);

/** Whether a file is a picture by its name. */
export function isPicture(file: string): boolean {
  return pictureEndings.has(path.extname(file).toLowerCase());
}

/** The pictures of a folder, and what else was there. */
export interface FolderContent {
  /** Paths that begin with the folder's own, sorted within each folder. */
  readonly pictures: readonly string[];
  /** Files beside them. */
  readonly others: readonly string[];
  /** Folders that weren't looked into. */
  readonly folders: readonly string[];
}

/**
 * What a folder holds, but for hidden entries. Links count as what they lead to, and a folder that is met again
 * within itself is left out.
 *
 * @param depth how many folders deep: 1 for its own files alone
 * @throws FaceGpuError `file-unreadable`
 */
export async function walk(
  folder: string,
  depth = Number.POSITIVE_INFINITY,
): Promise<FolderContent> {
  const content = { pictures: [] as string[], others: [] as string[], folders: [] as string[] };
  const visit = async (folder: string, depth: number, above: readonly string[]): Promise<void> => {
    const [place, names] = await reading(
      folder,
      () => Promise.all([realpath(folder), readdir(folder)]),
      'Give a folder that may be read.',
    );
    if (above.includes(place)) return;
    for (const name of names.filter((name) => !name.startsWith('.')).sort()) {
      const file = path.join(folder, name);
      // A link that leads nowhere passes for a file, and is reported as one that can't be read.
      const isFolder = (await stat(file).catch(() => undefined))?.isDirectory() ?? false;
      if (!isFolder) (isPicture(name) ? content.pictures : content.others).push(file);
      else if (depth > 1) await visit(file, depth - 1, [...above, place]);
      else content.folders.push(file);
    }
  };
  await visit(folder, depth, []);
  return content;
}

/** How many files were left out, and their endings: `3 files that are no pictures (2 .json, 1 .db)`. */
export function describeOthers(others: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const file of others) {
    const ending = path.extname(file).toLowerCase() || path.basename(file);
    counts.set(ending, (counts.get(ending) ?? 0) + 1);
  }
  const ranked = [...counts].sort(([, a], [, b]) => b - a);
  const named = ranked.slice(0, 5).map(([ending, count]) => `${count} ${ending}`);
  if (ranked.length > named.length) named.push('…');
  const files =
    others.length === 1
      ? '1 file that is no picture'
      : `${others.length} files that are no pictures`;
  return `${files} (${named.join(', ')})`;
}
