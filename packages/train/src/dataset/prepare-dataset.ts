import path from 'node:path';
import { FaceGpuError, Owner } from '@facegpu/kernels';
import type { ChipImage, FacePipeline, Model, RecognizerInfo } from '@facegpu/pipeline';
import { attemptEachFile, type Outcome, readPhotoFile } from '@facegpu/pipeline/command-line';
import { decodePhoto } from '@facegpu/pipeline/photos';
import { ChipDescriber } from './chip-describer.ts';
import type { ChipSpec } from './chip-spec.ts';
import { FaceFinder, type FoundPhoto } from './face-finder.ts';
import { KeptChips } from './kept-chips.ts';
import type { LabelledPhoto, PhotoList } from './photo-list.ts';
import type { Problem } from './problem.ts';

export interface PrepareOptions {
  /** Finds faces, and makes their descriptors. Another one, or other models in it, looks at all photos anew. */
  readonly pipeline: FacePipeline;
  /**
   * Makes the descriptors instead, of chips that are kept: faces that the cache has aren't looked for again,
   * whatever recogniser describes them.
   */
  readonly recognizer?: Model | undefined;
  /** A folder that keeps faces and chips, so that each photo is looked at once. */
  readonly cache: string;
  /** Also cuts chips. */
  readonly chips?: ChipSpec | undefined;
  /** Faces with a score above this; 0.3 unless told. */
  readonly minScore?: number;
  /** Photos are upright: none is looked at turned where no face is sure. False unless told. */
  readonly upright?: boolean | undefined;
  /** Also guesses ages, which takes nearly as long as finding faces; true. */
  readonly ages?: boolean;
}

/** A photo that could be read. */
export interface PreparedPhoto extends LabelledPhoto, FoundPhoto {}

/** A photo that couldn't. */
export interface UnreadablePhoto extends LabelledPhoto {
  readonly message: string;
}

/** A data set whose photos were all looked at. */
export interface Dataset {
  /** The folder that files are relative to. */
  readonly root: string;
  /** Those that could be read, in the list's order; not all of them have a face. */
  readonly photos: readonly PreparedPhoto[];
  readonly unreadable: readonly UnreadablePhoto[];
  /** What is wrong with the list, and with photos. */
  readonly problems: readonly Problem[];
  /** Made the descriptors. */
  readonly recognizer: RecognizerInfo;
  /** The chip of a photo with a face, where chips were asked for. */
  readChip(photo: PreparedPhoto): Promise<ChipImage>;
}

/**
 * Looks at each photo of a data set: finds the face that it is about, its landmarks, pose, light and
 * descriptor, and cuts a chip. What is in the cache isn't done again, so that a run that was killed at any
 * moment goes on where it was, and new photos cost no more than themselves.
 *
 * @throws FaceGpuError `bad-argument`, `file-unreadable` or `file-unwritable` where the cache is unusable,
 * and as `FacePipeline.detect` does, but for what is wrong with a photo: such are among the problems
 */
export async function prepareDataset(
  { root, photos, problems }: PhotoList,
  {
    pipeline,
    recognizer,
    cache,
    chips,
    minScore = 0.3,
    upright = false,
    ages = true,
  }: PrepareOptions,
): Promise<Dataset> {
  const finder = await FaceFinder.open(pipeline, { cache, minScore, upright, ages });
  const owner = new Owner();
  try {
    const kept = chips && owner.keep(await KeptChips.open(pipeline, cache, chips));
    const describer =
      recognizer && owner.keep(await ChipDescriber.open(pipeline, cache, recognizer));
    const outcomes = await attemptEachFile(
      photos.map(({ file }) => path.resolve(root, file)),
      'preparing',
      async (file): Promise<FoundPhoto> => {
        const bytes = await readPhotoFile(file);
        const found = await finder.find(bytes);
        const { key, face } = found;
        if (!face) return found;
        const decode = () => decodePhoto(bytes, pipeline.device);
        const photo = { key, landmarks: face.landmarks, decode };
        await kept?.keep(photo);
        if (!describer) return found;
        return { ...found, face: { ...face, descriptor: await describer.describe(photo) } };
      },
    );
    return {
      root,
      ...sortOut(photos, outcomes, problems),
      recognizer: describer?.info ?? pipeline.info.recognizers[0],
      async readChip({ key, file }) {
        if (kept) return kept.read(key);
        throw new FaceGpuError(
          'bad-argument',
          `there is no chip of ${file}`,
          'Prepare the data set with the option chips.',
        );
      },
    };
  } finally {
    owner.dispose();
  }
}

/** What came of the photos of a list, and all that is wrong with them. */
function sortOut(
  photos: readonly LabelledPhoto[],
  outcomes: readonly Outcome<FoundPhoto>[],
  problems: readonly Problem[],
): Pick<Dataset, 'photos' | 'unreadable' | 'problems'> {
  const prepared: PreparedPhoto[] = [];
  const unreadable: UnreadablePhoto[] = [];
  const all = [...problems];
  for (const [i, outcome] of outcomes.entries()) {
    const photo = photos[i];
    if ('error' in outcome) {
      const { message } = outcome.error;
      unreadable.push({ ...photo, message });
      all.push({ kind: 'unreadable', subject: photo.file, message });
      continue;
    }
    prepared.push({ ...photo, ...outcome.result });
    const problem = problemOf(photo.file, outcome.result);
    if (problem) all.push(problem);
  }
  return { photos: prepared, unreadable, problems: all };
}

function problemOf(subject: string, { face }: FoundPhoto): Problem | undefined {
  if (!face) return { kind: 'no-face', subject, message: `${subject} has no face` };
  if (face.others === 0) return undefined;
  const { x, y, width, height } = face.box;
  const place = `(${Math.round(x + width / 2)}, ${Math.round(y + height / 2)})`;
  const message = `${subject} has ${face.others + 1} faces: the most prominent, at ${place}, is taken`;
  return { kind: 'several-faces', subject, message };
}
