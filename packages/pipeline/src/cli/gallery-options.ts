import { FaceGpuError } from '@facegpu/kernels';
import { Option } from 'commander';
import { readText } from '../evaluate/read-file.ts';
import type { StoredPerson } from '../gallery/entries.ts';
import type { OpenGalleryOptions } from '../gallery/open.ts';
import { openRecords } from '../gallery/open-records.ts';
import { type GalleryRecords, nobody } from '../gallery/records.ts';
import type { GalleryKey } from '../gallery/sealed-codec.ts';
import { openStorage } from '../gallery/storages/node.ts';

/** Options of every command that opens a gallery. */
export interface GalleryFileOptions {
  /** A file whose first line is the passphrase. */
  readonly keyFile?: string;
  readonly json?: boolean;
}

export const keyFileOption = () =>
  new Option('--key-file <file>', 'the gallery is encrypted: the passphrase is its first line');

/** The passphrase that the options name. @throws FaceGpuError `file-unreadable`, `bad-argument` */
export async function keyOf({ keyFile }: GalleryFileOptions): Promise<GalleryKey | undefined> {
  if (keyFile === undefined) return undefined;
  const [passphrase] = (await readText(keyFile)).split(/\r?\n/, 1);
  if (passphrase !== '') return passphrase;
  throw new FaceGpuError(
    'bad-argument',
    `${keyFile} has no passphrase`,
    'Write it into the first line.',
  );
}

/**
 * How a command opens the gallery, besides by which pipeline; read before anything heavy is made ready.
 *
 * @param create makes the gallery where there is none
 * @throws FaceGpuError `file-unreadable`, `bad-argument`
 */
export async function openingOf(
  options: GalleryFileOptions,
  create = false,
): Promise<Omit<OpenGalleryOptions, 'pipeline'>> {
  const key = await keyOf(options);
  return { create, ...(key !== undefined && { key }) };
}

/**
 * Does something with the records of a gallery, for which no GPU is needed.
 *
 * @param create makes the gallery where there is none
 */
export async function withRecords<T>(
  where: string,
  options: GalleryFileOptions,
  work: (records: GalleryRecords) => Promise<T>,
  create = false,
): Promise<T> {
  const key = await keyOf(options);
  const storage = await openStorage(where, create);
  try {
    return await work(await openRecords(storage, key));
  } finally {
    await storage.close();
  }
}

/**
 * The person that is meant: by name, or by the number that lists show.
 *
 * @throws FaceGpuError `bad-argument`
 */
export async function personCalled(records: GalleryRecords, text: string): Promise<StoredPerson> {
  const named = await records.person(text);
  if (named) return named;
  const numbered = /^\d+$/.test(text) ? await records.person(Number(text)) : undefined;
  if (numbered) return numbered;
  throw nobody(text);
}
