import { FaceGpuError } from '@facegpu/kernels';
import { onAbort } from '../async/abort.ts';
import { mapInOrder } from '../async/map-in-order.ts';
import { callback, countOf, type OptionRules, requireOptions } from './check-options.ts';
import type { Face, PartialFace } from './face.ts';
import type { Detection, DetectOptions, PhotoInput } from './options.ts';

/** How the faces of many photos are found. */
export interface DetectManyOptions extends DetectOptions {
  /**
   * How many photos are under way at once; 8 unless told. Whatever it is, only a few are decoded at a time:
   * the rest wait as files.
   */
  readonly concurrency?: number;
  /** Hears how far it has come, after each photo. */
  readonly onProgress?: (progress: ManyProgress) => void;
}

/** {@link DetectManyOptions} that leave out nothing of a {@link Face}. */
export type WholeFacesOfMany = DetectManyOptions & {
  readonly landmarks?: true | undefined;
  readonly descriptors?: true | undefined;
};

/** How many photos are done. */
export interface ManyProgress {
  /** With those that failed. */
  readonly done: number;
  readonly failed: number;
  /** Of how many, where the photos are a list. */
  readonly total: number | undefined;
}

/** One of many photos: its faces, or why there are none. */
export type PhotoResult<F extends PartialFace = Face> = DetectedPhoto<F> | FailedPhoto;

export interface DetectedPhoto<F extends PartialFace = Face> extends Detection<F> {
  /** Number of the photo, from 0. */
  readonly index: number;
  readonly photo: PhotoInput;
  readonly error?: undefined;
}

/** A photo that can't be used. */
export interface FailedPhoto {
  readonly index: number;
  readonly photo: PhotoInput;
  /** `bad-image`, `file-unreadable` or `out-of-memory`. */
  readonly error: FaceGpuError;
  readonly faces?: undefined;
}

const usualConcurrency = 8;

const manyRules = {
  concurrency: countOf('photos'),
  onProgress: callback,
} satisfies OptionRules<Pick<DetectManyOptions, 'concurrency' | 'onProgress'>>;

/**
 * Goes through many photos; see `FacePipeline.detectMany`.
 *
 * @param detect finds the faces of one, and refuses options that aren't its own
 */
export async function* detectMany(
  detect: (photo: PhotoInput, options: DetectOptions) => Promise<Detection<PartialFace>>,
  photos: Iterable<PhotoInput> | AsyncIterable<PhotoInput>,
  options: DetectManyOptions,
): AsyncGenerator<PhotoResult<PartialFace>, void, undefined> {
  const { concurrency, onProgress, ...others } = options;
  requireOptions('detectMany', { concurrency, onProgress }, manyRules);
  requirePhotos(photos);
  const total = Array.isArray(photos) ? photos.length : undefined;
  // Whoever stops reading gives up what is under way, too.
  const abort = new AbortController();
  const { signal } = options;
  const giveUp = () => abort.abort(signal?.reason);
  const stopWaiting = signal && onAbort(signal, giveUp);
  if (signal?.aborted) giveUp();
  const work = async (photo: PhotoInput, index: number): Promise<PhotoResult<PartialFace>> => {
    try {
      const detection = await detect(photo, { ...others, signal: abort.signal });
      return { index, photo, ...detection };
    } catch (error) {
      if (isAboutPhoto(error)) return { index, photo, error };
      throw error;
    }
  };
  let done = 0;
  let failed = 0;
  try {
    for await (const result of mapInOrder(photos, concurrency ?? usualConcurrency, work)) {
      done++;
      if (result.error) failed++;
      onProgress?.({ done, failed, total });
      yield result;
    }
  } finally {
    stopWaiting?.();
    abort.abort();
  }
}

/** Whether an error is about no more than the photo at hand: the next one may do. */
export function isAboutPhoto(error: unknown): error is FaceGpuError {
  return (
    error instanceof FaceGpuError &&
    ['bad-image', 'file-unreadable', 'out-of-memory'].includes(error.code)
  );
}

/** Whether it is, or says that the photo shows no face, or one of too low a quality. */
export function isAboutFace(error: unknown): error is FaceGpuError {
  if (isAboutPhoto(error)) return true;
  return error instanceof FaceGpuError && ['no-face', 'low-quality'].includes(error.code);
}

/** @throws FaceGpuError `bad-argument`; a text is no list of letters */
function requirePhotos(photos: unknown): void {
  const isList =
    typeof photos === 'object' &&
    photos !== null &&
    (Symbol.iterator in photos || Symbol.asyncIterator in photos) &&
    !ArrayBuffer.isView(photos);
  if (isList) return;
  throw new FaceGpuError(
    'bad-argument',
    'the photos of detectMany are no list',
    'Give an array of photos, or something else to go through; a single photo is for detect.',
  );
}
