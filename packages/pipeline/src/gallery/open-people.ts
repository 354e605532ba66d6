import { openStorage } from '#gallery-storage';
import { type OptionRules, requireOptions } from '../api/check-options.ts';
import { openRecords } from './open-records.ts';
import type { GalleryKey } from './sealed-codec.ts';
import type { GalleryStorage } from './storage.ts';
import { StoredPeople } from './stored-people.ts';

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

/**
 * The people of a gallery, without a pipeline: they are listed, renamed, removed and exported before a model is
 * loaded, or where there is no GPU.
 *
 * @param where as for `Gallery.open`, which may have it open, too
 * @throws FaceGpuError as `Gallery.open` does
 */
export function openPeople(
  where: string | GalleryStorage,
  options: OpenPeopleOptions = {},
): Promise<StoredPeople> {
  requireOptions('openPeople', options, openPeopleRules);
  return withStorage(where, options, async (storage) => {
    return new StoredPeople(await openRecords(storage, options.key));
  });
}

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
