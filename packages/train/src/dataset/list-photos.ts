import { readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { FaceGpuError } from '@facegpu/kernels';
import { readPhotoCsv } from './photo-csv.ts';
import { type LabelledPhoto, noPhotos, type PhotoList, problemsOfPeople } from './photo-list.ts';
import type { Problem } from './problem.ts';

/** Files with another ending are no photos, and passed over. */
const photoEndings = /\.(jpe?g|png|webp|avif|heic|heif|tiff?|gif|svg)$/i;

/**
 * The photos of a data set. Of a folder: each folder in it is a person, called as the folder is, with all
 * photos in it, however deep. Of a CSV file: rows `file,person`, files relative to it. Hidden files and
 * folders are passed over; links count as what they lead to.
 *
 * @throws FaceGpuError `file-unreadable`; `bad-argument` where there isn't a photo, or a CSV is malformed
 */
export async function listPhotos(source: string): Promise<PhotoList> {
  try {
    const isFile = (await stat(source)).isFile();
    const list = isFile ? await readPhotoCsv(source) : await listFolder(source);
    if (list.photos.length === 0) throw noPhotos(source);
    return list;
  } catch (cause) {
    if (cause instanceof FaceGpuError) throw cause;
    throw new FaceGpuError(
      'file-unreadable',
      `${source} can't be read: ${(cause as NodeJS.ErrnoException).code ?? cause}`,
      'Give a folder that has a folder for each person, or a CSV file with rows file,person.',
      { cause },
    );
  }
}

async function listFolder(root: string): Promise<PhotoList> {
  const { folders: people, files: loose } = await entriesOf(root);
  const photos: LabelledPhoto[] = [];
  for (const person of people) {
    for (const file of await photosBelow(root, person, new Set())) photos.push({ file, person });
  }
  const nobodys = loose
    .filter((file) => photoEndings.test(file))
    .map((file): Problem => {
      const message = `${file} lies beside the people's folders, and is nobody's`;
      return { kind: 'nobodys', subject: file, message };
    });
  return { root, photos, problems: [...nobodys, ...problemsOfPeople(people, photos)] };
}

/** @param above the folders that lead here, as they really are: a link back to one leads nowhere new */
async function photosBelow(
  root: string,
  folder: string,
  above: ReadonlySet<string>,
): Promise<string[]> {
  const real = await realpath(path.join(root, folder));
  if (above.has(real)) return [];
  const { folders, files } = await entriesOf(path.join(root, folder));
  const own = files.filter((file) => photoEndings.test(file)).map((file) => `${folder}/${file}`);
  const inner = new Set([...above, real]);
  for (const name of folders) own.push(...(await photosBelow(root, `${folder}/${name}`, inner)));
  return own;
}

/** What a folder holds, in the order of the names. */
async function entriesOf(folder: string): Promise<{ folders: string[]; files: string[] }> {
  const names = (await readdir(folder)).filter((name) => !name.startsWith('.')).sort();
  // A link that leads nowhere passes for a file, and is reported as one that can't be read.
  const stats = await Promise.all(
    names.map((name) => stat(path.join(folder, name)).catch(() => undefined)),
  );
  const isFolder = (_: string, i: number) => stats[i]?.isDirectory() ?? false;
  return { folders: names.filter(isFolder), files: names.filter((name, i) => !isFolder(name, i)) };
}
