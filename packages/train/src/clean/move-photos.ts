import { access, mkdir, rename } from 'node:fs/promises';
import path from 'node:path';
import { FaceGpuError } from '@facegpu/kernels';
import { writing } from '@facegpu/pipeline/command-line';
import type { Followed, HashedPhoto } from './follow-decisions.ts';

/** Where photos that are dropped go: hidden, so that they are no person of the set. */
export const droppedFolder = '.dropped';

/**
 * Moves photos to where decisions say they belong: to the folder of the person they show, or below `.dropped`
 * in the data set's folder. Nothing is deleted or written over: where a name is taken, a number is added.
 *
 * @param before the photos as they lie now
 * @returns the photos that are kept, as they lie then
 * @throws FaceGpuError `bad-argument` where a person's name can't be a folder's, before anything moves;
 * `file-unwritable`
 */
export async function movePhotos(
  root: string,
  before: readonly HashedPhoto[],
  { kept, dropped }: Followed<HashedPhoto>,
): Promise<HashedPhoto[]> {
  for (const { person } of kept) requireFolderName(person);
  const owners = new Map(before.map(({ file, person }) => [file, person]));
  for (const { file } of dropped) await move(root, file, `${droppedFolder}/${file}`);
  const lying: HashedPhoto[] = [];
  for (const photo of kept) {
    const { file, person } = photo;
    const stays = owners.get(file) === person;
    const wanted = `${person}/${path.posix.basename(file)}`;
    lying.push(stays ? photo : { ...photo, file: await move(root, file, wanted) });
  }
  return lying;
}

/** @returns where it lies now */
async function move(root: string, from: string, wanted: string): Promise<string> {
  const to = await freeName(root, wanted);
  const file = path.resolve(root, to);
  await writing(file, async () => {
    await mkdir(path.dirname(file), { recursive: true });
    await rename(path.resolve(root, from), file);
  });
  return to;
}

async function freeName(root: string, wanted: string): Promise<string> {
  const { dir, name, ext } = path.posix.parse(wanted);
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? wanted : `${dir}/${name}-${number}${ext}`;
    const isFree = await access(path.resolve(root, candidate)).then(
      () => false,
      () => true,
    );
    if (isFree) return candidate;
  }
}

function requireFolderName(person: string): void {
  if (person.trim() !== '' && !/^\.|[/\\\0]/.test(person)) return;
  throw new FaceGpuError(
    'bad-argument',
    `"${person}" can't be the name of a person's folder`,
    'Correct the decision: a name must not begin with a dot, nor hold / or \\.',
  );
}
