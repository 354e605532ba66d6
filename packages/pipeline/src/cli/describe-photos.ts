import { type CachedDescriptor, descriptorLines } from '../evaluate/cached-descriptor.ts';
import { readPhotoFile } from '../evaluate/read-file.ts';
import { rollPhoto } from '../evaluate/roll.ts';
import type { FacePipeline } from '../pipeline.ts';
import { centralFace } from './faces.ts';
import { forEachFile } from './files.ts';
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

/**
 * The descriptor of the face nearest to the middle of each photo, or `null` where none was found. Photos
 * that can't be used are reported, and left out.
 *
 * @param photos each once: the number of a photo decides which way it is turned
 */
export async function describePhotos(
  pipeline: FacePipeline,
  photos: readonly string[],
  { minScore, roll = 0, cache: file, resolve = (name) => name }: DescribePhotosOptions,
): Promise<Map<string, CachedDescriptor>> {
  const cache = await LineCache.open(file, descriptorLines);
  const { model } = pipeline.info;
  const entries = await forEachFile(photos, 'describing', async (name, index) => {
    const bytes = await readPhotoFile(resolve(name));
    const degrees = index % 2 === 0 ? -roll : roll;
    const key = LineCache.key(bytes, { model, degrees, minScore });
    const cached = cache.get(key);
    if (cached !== undefined) return cached;
    const photo = roll === 0 ? bytes : await rollPhoto(bytes, name, degrees);
    const found = await pipeline.detectIn(photo, { minScore });
    const face = centralFace(found.faces, found);
    const descriptor = face ? [...face.descriptor.values] : null;
    await cache.set(key, descriptor);
    return descriptor;
  });
  return new Map(entries.map(({ file, result }) => [file, result]));
}
