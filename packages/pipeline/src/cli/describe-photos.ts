import type { RecognizerInfo } from '../api/options.ts';
import { type CachedDescriptor, descriptorLines } from '../evaluate/cached-descriptor.ts';
import { readPhotoFile } from '../evaluate/read-file.ts';
import { rollPhoto } from '../evaluate/roll.ts';
import { centralFace } from '../faces/pick.ts';
import type { FacePipeline } from '../pipeline.ts';
import { sortOut, tryEachFile } from './files.ts';
import { LineCache } from './line-cache.ts';

export interface DescribePhotosOptions {
  readonly minScore: number;
  /** Degrees by which photos are turned, alternately this way and that. */
  readonly roll?: number;
  /** A file that keeps descriptors, so that a stopped run goes on where it was. */
  readonly cache?: string | undefined;
  /** The path of a photo; its name is one where left out. */
  readonly resolve?: (name: string) => string;
}

/** What a recognition model makes of photos. */
export interface DescribedPhotos {
  readonly recognizer: RecognizerInfo;
  /** By the photos' names. */
  readonly descriptors: ReadonlyMap<string, CachedDescriptor>;
  /** Photos that can't be used, which have none. */
  readonly unreadable: readonly string[];
}

/**
 * The descriptor of the face nearest to the middle of each photo, or `null` where none was found, by each
 * of the pipeline's recognition models. Photos that can't be used are reported, and left out.
 *
 * @param photos each once: the number of a photo decides which way it is turned
 */
export async function describePhotos(
  pipeline: FacePipeline,
  photos: readonly string[],
  { minScore, roll = 0, cache: file, resolve = (name) => name }: DescribePhotosOptions,
): Promise<DescribedPhotos[]> {
  const cache = await LineCache.open(file, descriptorLines);
  const { recognizers, detector, landmarker } = pipeline.info;
  const outcomes = await tryEachFile(photos, 'describing', async (name, index) => {
    const bytes = await readPhotoFile(resolve(name));
    const degrees = index % 2 === 0 ? -roll : roll;
    const keys = recognizers.map(({ model }) => {
      return LineCache.key(bytes, { model, detector, landmarker, degrees, minScore });
    });
    const cached = keys.map((key) => cache.get(key));
    if (isComplete(cached)) return cached;
    const photo = roll === 0 ? bytes : await rollPhoto(bytes, name, degrees);
    const found = await pipeline.detectIn(photo, { minScore });
    const face = centralFace(found.faces, found);
    const descriptors = recognizers.map(({ name }) => {
      return face ? [...face.descriptors[name].values] : null;
    });
    for (const [i, key] of keys.entries()) {
      if (cached[i] === undefined) await cache.set(key, descriptors[i]);
    }
    return descriptors;
  });
  const { entries, unreadable } = sortOut(outcomes);
  return recognizers.map((recognizer, i) => {
    const descriptors = new Map(entries.map(({ file, result }) => [file, result[i]]));
    return { recognizer, descriptors, unreadable };
  });
}

/** Whether there is one of each recognition model. */
function isComplete(
  cached: readonly (CachedDescriptor | undefined)[],
): cached is readonly CachedDescriptor[] {
  return !cached.includes(undefined);
}
