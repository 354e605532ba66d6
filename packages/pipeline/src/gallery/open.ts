import { FaceGpuError } from '@facegpu/kernels';
import { openStorage, searchOf } from '#gallery-storage';
import { type OptionRules, requireOptions } from '../api/check-options.ts';
import type { createIndex } from '../match/create-index.ts';
import { type GalleryOptions, recognizerOf } from '../match/recognizer-of.ts';
import type { FacePipeline } from '../pipeline.ts';
import { openRecords } from './open-records.ts';
import type { GalleryKey } from './sealed-codec.ts';
import type { GalleryStorage } from './storage.ts';
import { StoredGallery } from './stored-gallery.ts';

export interface OpenGalleryOptions extends GalleryOptions {
  /** Where faces are found and compared. */
  readonly pipeline: FacePipeline;
  /**
   * Encrypts vectors, names and chips: a passphrase, or 32 random bytes. A gallery is opened with the key that it
   * was made with.
   */
  readonly key?: GalleryKey;
  /** Makes the gallery where there is none; `true` unless told. */
  readonly create?: boolean;
}

const rules: OptionRules<OpenGalleryOptions> = {
  pipeline: {
    is: (value) => typeof value === 'object' && value !== null && 'info' in value,
    fix: 'Give a FacePipeline.',
  },
  recognizer: { is: (value) => typeof value === 'string', fix: 'Give the name of a model.' },
  key: {
    is: (value) => typeof value === 'string' || value instanceof Uint8Array,
    wrong: () => 'the key is neither a text nor bytes',
    fix: 'Give a passphrase, or 32 random bytes.',
  },
  create: { is: (value) => typeof value === 'boolean', fix: 'Give true or false.' },
};

/** See `Gallery.open`. */
export async function openGallery(
  where: string | GalleryStorage,
  options: OpenGalleryOptions,
  index: typeof createIndex,
): Promise<StoredGallery> {
  requireOptions('Gallery.open', options, rules);
  const { pipeline, key, create = true, ...others } = options;
  const recognizer = recognizerOf(pipeline.info, others);
  const storage = typeof where === 'string' ? await openStorage(where, create) : where;
  try {
    if (storage.vectors && key !== undefined) throw searchedSealed(storage.name);
    const records = await openRecords(storage, key);
    const search = await searchOf(records, recognizer);
    return new StoredGallery({ pipeline, recognizer, records, index, search });
  } catch (error) {
    await storage.close();
    throw error;
  }
}

function searchedSealed(name: string): FaceGpuError {
  return new FaceGpuError(
    'bad-argument',
    `${name}: vectors that are encrypted can't be compared in the database`,
    'Leave out search=sql, and they are compared on the GPU.',
  );
}
