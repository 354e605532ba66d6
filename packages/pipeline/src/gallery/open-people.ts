import { requireOptions } from '../api/check-options.ts';
import {
  type OpenPeopleOptions,
  openPeopleRules,
  openRecords,
  withStorage,
} from './open-records.ts';
import type { GalleryStorage } from './storage.ts';
import { StoredPeople } from './stored-people.ts';

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
