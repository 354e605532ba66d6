import { FaceGpuError } from '@facegpu/kernels';
import { openStorage } from '#gallery-storage';
import type { OptionRules } from '../api/check-options.ts';
import { decodeJson, encodeJson } from './bodies.ts';
import { type Codec, PlainCodec } from './codec.ts';
import { otherVersion } from './other-version.ts';
import { GalleryRecords } from './records.ts';
import { type CipherSettings, type GalleryKey, SealedCodec } from './sealed-codec.ts';
import type { GalleryStorage, ReadableTables } from './storage.ts';

/** How bodies are kept: a row that anybody can read. */
interface Format {
  readonly version: number;
  readonly cipher?: CipherSettings;
}

const version = 2;

/**
 * The records of a storage; an empty one is made a gallery of, encrypted where there is a key.
 *
 * @throws FaceGpuError `wrong-key`, `bad-gallery`, and what the storage throws
 */
export async function openRecords(
  storage: GalleryStorage,
  key: GalleryKey | undefined,
): Promise<GalleryRecords> {
  return new GalleryRecords(storage, await openCodec(storage, key));
}

/**
 * How the bodies of a storage are kept.
 *
 * @throws FaceGpuError as {@link openRecords} does
 */
export async function openCodec(
  storage: GalleryStorage,
  key: GalleryKey | undefined,
): Promise<Codec> {
  const found = await storage.read((tables) => readFormat(storage.name, tables));
  return found ? codecOf(storage, key, found) : create();

  async function create(): Promise<Codec> {
    const made = key === undefined ? undefined : await SealedCodec.create(storage.name, key);
    const format: Format = { version, ...(made && { cipher: made.settings }) };
    const plain = new PlainCodec(storage.name);
    const other = await storage.write(async (tables) => {
      // Another process may have been quicker.
      const first = await readFormat(storage.name, tables);
      if (first) return first;
      const body = await plain.seal('settings', encodeJson(format));
      await tables.settings.add({ name: 'format' }, body);
      return undefined;
    });
    return other ? codecOf(storage, key, other) : (made?.codec ?? plain);
  }
}

/**
 * How the bodies of a damaged storage are kept, as far as that can be told; nothing is written.
 *
 * @throws FaceGpuError `wrong-key`; `bad-gallery` where it is encrypted, and what the key is made with is lost
 */
export async function findCodec(
  storage: GalleryStorage,
  key: GalleryKey | undefined,
): Promise<Codec> {
  const found = await storage
    .read((tables) => readFormat(storage.name, tables))
    .catch(() => undefined);
  if (found) return codecOf(storage, key, found);
  if (key === undefined) return new PlainCodec(storage.name);
  throw new FaceGpuError(
    'bad-gallery',
    `${storage.name} is damaged where it says how it is encrypted`,
    'Take a copy of it, or what was exported.',
  );
}

/** @throws FaceGpuError `wrong-key`, `bad-gallery` where it is of another version */
async function codecOf(
  { name }: GalleryStorage,
  key: GalleryKey | undefined,
  { version: own, cipher }: Format,
): Promise<Codec> {
  if (own !== version) throw otherVersion(name, own > version);
  if (!cipher && key === undefined) return new PlainCodec(name);
  if (cipher && key !== undefined) return SealedCodec.open(name, key, cipher);
  throw new FaceGpuError(
    'wrong-key',
    cipher ? `${name} is encrypted` : `${name} is not encrypted, and a key was given`,
    cipher
      ? 'Give the key that it was made with: the option key, or --key-file.'
      : 'Leave the key out; to encrypt it, export it and import that into a new gallery.',
  );
}

async function readFormat(name: string, { settings }: ReadableTables): Promise<Format | undefined> {
  const [row] = await settings.find('name', 'format');
  if (!row) return undefined;
  const format = decodeJson<Format>(await new PlainCodec(name).open('settings', row.body));
  return format;
}

export interface OpenPeopleOptions {
  /**
   * Encrypts vectors, names and chips: a passphrase, or 32 random bytes. A gallery is opened with the key that it
   * was made with.
   */
  readonly key?: GalleryKey;
  /** Makes the gallery where there is none; `true` unless told. */
  readonly create?: boolean;
}

export const openPeopleRules: OptionRules<OpenPeopleOptions> = {
  key: {
    is: (value) => typeof value === 'string' || value instanceof Uint8Array,
    wrong: () => 'the key is neither a text nor bytes',
    fix: 'Give a passphrase, or 32 random bytes.',
  },
  create: { is: (value) => typeof value === 'boolean', fix: 'Give true or false.' },
};

/** Makes something of a storage, which is closed where that fails. */
export async function withStorage<T>(
  where: string | GalleryStorage,
  { create = true }: Pick<OpenPeopleOptions, 'create'>,
  work: (storage: GalleryStorage) => Promise<T>,
): Promise<T> {
  const storage = typeof where === 'string' ? await openStorage(where, create) : where;
  try {
    return await work(storage);
  } catch (error) {
    await storage.close();
    throw error;
  }
}
