import { FaceGpuError } from '@facegpu/kernels';
import { searchOf } from '#gallery-storage';
import { type OptionRules, requireOptions } from '../api/check-options.ts';
import type { createIndex } from '../match/create-index.ts';
import { type GalleryOptions, recognizerOf } from '../match/recognizer-of.ts';
import type { FacePipeline } from '../pipeline.ts';
import {
  type OpenPeopleOptions,
  openPeopleRules,
  openRecords,
  withStorage,
} from './open-records.ts';
import type { GalleryStorage } from './storage.ts';
import { StoredGallery } from './stored-gallery.ts';

export interface OpenGalleryOptions extends GalleryOptions, OpenPeopleOptions {
  /** Where faces are found and compared. */
  readonly pipeline: FacePipeline;
}

const rules: OptionRules<OpenGalleryOptions> = {
  ...openPeopleRules,
  pipeline: {
    is: (value) => typeof value === 'object' && value !== null && 'info' in value,
    fix: 'Give a FacePipeline.',
  },
  recognizer: { is: (value) => typeof value === 'string', fix: 'Give the name of a model.' },
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
  return withStorage(where, { create }, async (storage) => {
    if (storage.vectors && key !== undefined) throw searchedSealed(storage.name);
    const records = await openRecords(storage, key);
    const search = await searchOf(records, recognizer);
    return new StoredGallery({ pipeline, recognizer, records, index, search });
  });
}

function searchedSealed(name: string): FaceGpuError {
  return new FaceGpuError(
    'bad-argument',
    `${name}: vectors that are encrypted can't be compared in the database`,
    'Leave out search=sql, and they are compared on the GPU.',
  );
}
