import type { RecognizerInfo } from '../api/options.ts';
import {
  type CachedDescriptor,
  descriptorLines,
  qualityLines,
} from '../evaluate/cached-descriptor.ts';
import { readPhotoFile } from '../evaluate/read-file.ts';
import { rollPhoto } from '../evaluate/roll.ts';
import { centralFace } from '../faces/pick.ts';
import type { Pixels } from '../photo/photo.ts';
import type { FacePipeline } from '../pipeline.ts';
import { looksVersion } from '../program/further-looks.ts';
import { weights } from '../quality/score.ts';
import { sortOut, tryEachFile } from './files.ts';
import { LineCache } from './line-cache.ts';

export interface DescribePhotosOptions {
  readonly minScore: number;
  /** Degrees by which photos are turned, alternately this way and that. */
  readonly roll?: number;
  /** A file that keeps descriptors, so that a stopped run goes on where it was. */
  readonly cache?: string | undefined;
  /** Also tell what the faces are worth for recognition, by the first recognition model. */
  readonly quality?: boolean;
  /** The path of a photo; its name is one where left out. */
  readonly resolve?: (name: string) => string;
}

/** What a recognition model makes of photos. */
export interface DescribedPhotos {
  readonly recognizer: RecognizerInfo;
  /** By the photos' names. */
  readonly descriptors: ReadonlyMap<string, CachedDescriptor>;
  /** What the faces are worth, 0 where there is none; where that was asked for. */
  readonly qualities?: ReadonlyMap<string, number>;
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
  {
    minScore,
    roll = 0,
    cache: file,
    quality = false,
    resolve = (name) => name,
  }: DescribePhotosOptions,
): Promise<DescribedPhotos[]> {
  const cache = await LineCache.open(file, descriptorLines);
  const worth = await LineCache.open(quality ? file : undefined, qualityLines);
  const { recognizers, detector, landmarker } = pipeline.info;
  const outcomes = await tryEachFile(photos, 'describing', async (name, index) => {
    const bytes = await readPhotoFile(resolve(name));
    const degrees = rollOf(index, roll);
    const settings = { detector, landmarker, looks: looksVersion, degrees, minScore };
    const keys = recognizers.map(({ model }) => LineCache.key(bytes, { model, ...settings }));
    const cached = keys.map((key) => cache.get(key));
    // Other weights make other scores.
    const [{ model }] = recognizers;
    const worthKey = LineCache.key(bytes, { model, ...settings, quality: weights });
    const known = worth.get(worthKey);
    if (isComplete(cached) && (!quality || known !== undefined)) {
      return { descriptors: cached, quality: known ?? 0 };
    }
    const photo = await photoAsMeasured(bytes, { name, index, roll });
    const found = await pipeline.detectIn(photo, { minScore, quality });
    const face = centralFace(found.faces, found);
    const descriptors = recognizers.map(({ name }) => {
      return face ? [...face.descriptors[name].values] : null;
    });
    for (const [i, key] of keys.entries()) {
      if (cached[i] === undefined) await cache.set(key, descriptors[i]);
    }
    const score = face?.quality?.score ?? 0;
    if (quality) await worth.set(worthKey, score);
    return { descriptors, quality: score };
  });
  const { entries, unreadable } = sortOut(outcomes);
  return recognizers.map((recognizer, i) => {
    const descriptors = new Map(entries.map(({ file, result }) => [file, result.descriptors[i]]));
    const qualities = new Map(entries.map(({ file, result }) => [file, result.quality]));
    return { recognizer, descriptors, unreadable, ...(quality && { qualities }) };
  });
}

/** A photo of a list: its bytes, its name for errors, and its place, which decides which way it is turned. */
export interface ListedPhoto {
  readonly name: string;
  readonly index: number;
  /** Degrees by which photos are turned, alternately this way and that. */
  readonly roll: number;
}

/** A photo as it is measured: turned, where photos are. */
export async function photoAsMeasured(
  bytes: Uint8Array,
  { name, index, roll }: ListedPhoto,
): Promise<Uint8Array | Pixels> {
  return roll === 0 ? bytes : rollPhoto(bytes, name, rollOf(index, roll));
}

function rollOf(index: number, roll: number): number {
  return index % 2 === 0 ? -roll : roll;
}

/** Whether there is one of each recognition model. */
function isComplete(
  cached: readonly (CachedDescriptor | undefined)[],
): cached is readonly CachedDescriptor[] {
  return !cached.includes(undefined);
}
