import { stat } from 'node:fs/promises';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { FaceGpuError } from '@facegpu/kernels';
import type { Command } from 'commander';
import { glob, isDynamicPattern } from 'tinyglobby';
import { readPhotoFile, readText } from '../evaluate/read-file.ts';
import { note } from './report.ts';
import { describeOthers, isPicture, walk } from './walk.ts';

/** The name of what comes by stdin. */
const stdin = '-';

export interface PhotoListOptions {
  /** Also looks into the folders of folders. */
  readonly recursive?: boolean;
  /** A file with names, a line each or with NUL between them; `-` is stdin. */
  readonly files?: string;
}

/**
 * The files that were named: files, folders, patterns such as `2024/*.jpg`, and those that a list names. Files of
 * a folder or a pattern that are no pictures are left out, and counted on stderr.
 *
 * @returns paths, in the order in which they were named; `-` stands for stdin. A name of nothing is among them:
 * it is an error when its turn comes
 * @throws FaceGpuError `file-unreadable`, `bad-argument`
 */
export async function listPhotos(
  named: readonly string[],
  { recursive = false, files: list }: PhotoListOptions,
): Promise<string[]> {
  const names = [...named, ...(list === undefined ? [] : await readList(list))];
  if (names.filter((name) => name === stdin).length + (list === stdin ? 1 : 0) > 1) {
    throw new FaceGpuError(
      'bad-argument',
      'stdin is named more than once',
      'It can be read a single time: name one photo, or the list, as "-".',
    );
  }
  const photos: string[] = [];
  const others: string[] = [];
  const folders: string[] = [];
  for (const name of names) {
    const found = await filesOf(name, recursive);
    for (const file of found.pictures) photos.push(file);
    others.push(...found.others);
    folders.push(...found.folders);
    if (found.pictures.length === 0) note(`${name}: there is no picture in it`);
  }
  if (others.length > 0) note(`left out: ${describeOthers(others)}`);
  if (folders.length > 0) {
    const [first, ...more] = folders;
    const which = more.length > 0 ? `${folders.length} folders, ${first} the first` : first;
    note(`left out: ${which}; --recursive looks into folders of folders`);
  }
  return photos;
}

interface Found {
  readonly pictures: readonly string[];
  readonly others: readonly string[];
  readonly folders: readonly string[];
}

async function filesOf(name: string, recursive: boolean): Promise<Found> {
  const alone: Found = { pictures: [name], others: [], folders: [] };
  if (name === stdin) return alone;
  const entry = await stat(name).catch(() => undefined);
  if (entry?.isDirectory()) return walk(name, recursive ? undefined : 1);
  // A file may well be called like a pattern.
  const pattern = path.sep === '\\' ? name.replaceAll('\\', '/') : name;
  if (entry || !isDynamicPattern(pattern)) return alone;
  const matches = (await glob(pattern, { expandDirectories: false })).sort();
  if (matches.length === 0) return alone;
  const pictures = matches.filter(isPicture);
  return { pictures, others: matches.filter((file) => !isPicture(file)), folders: [] };
}

/** The names that a list has: with NUL between them, as `find -print0` writes them, or a line each. */
async function readList(list: string): Promise<string[]> {
  const text = list === stdin ? (await buffer(process.stdin)).toString() : await readText(list);
  const separator = text.includes('\0') ? '\0' : /\r?\n/;
  return text
    .replace(/^\uFEFF/, '')
    .split(separator)
    .filter((name) => name !== '');
}

/**
 * The bytes of a photo that was named.
 *
 * @throws FaceGpuError `file-unreadable`
 */
export async function readPhoto(name: string): Promise<Uint8Array> {
  return name === stdin ? buffer(process.stdin) : readPhotoFile(name);
}

/** Ends where no photo is named, here or in a list. */
export function requirePhotos(
  photos: readonly string[],
  { files }: PhotoListOptions,
  command: Command,
): void {
  if (photos.length > 0 || files !== undefined) return;
  command.error("error: missing required argument 'photos'", {
    code: 'commander.missingArgument',
  });
}
