import { FaceGpuError } from '@facegpu/kernels';
import {
  abortSignal,
  callback,
  type OptionRules,
  oneOf,
  requireOptions,
} from '../api/check-options.ts';
import { isAboutPhoto, type ManyProgress } from '../api/detect-many.ts';
import type { Box, ChipImage, Descriptor, Face } from '../api/face.ts';
import type { RecognizerInfo } from '../api/options.ts';
import { throwIfAborted } from '../async/abort.ts';
import { overlap } from '../detect/overlap.ts';
import { centralFace } from '../faces/pick.ts';
import type { FacePipeline } from '../pipeline.ts';
import type { StoredFace } from './entries.ts';
import { readSource } from './photo-source.ts';
import type { GalleryRecords } from './records.ts';

export interface ReembedOptions {
  /**
   * What the vectors are made of: `photos`, where they are still as they were, `chips` that were kept, or whichever
   * there is, photos first; that unless told.
   */
  readonly from?: 'photos' | 'chips' | 'either';
  /** Also removes faces that can't be made anew: those of photos that are gone. Their people stay. */
  readonly drop?: boolean;
  /** Hears how far it has come, after each face. */
  readonly onProgress?: (progress: ManyProgress) => void;
  /** Ends it; what was made anew stays so, and the next call goes on. */
  readonly signal?: AbortSignal;
}

/** What became of the faces. */
export interface ReembedReport {
  /** How many were made anew. */
  readonly done: number;
  /** Those that couldn't be: as long as there are some, nobody is identified. */
  readonly failed: readonly FailedFace[];
}

export interface FailedFace {
  readonly face: number;
  readonly person: number | null;
  /** The photo that it was found in. */
  readonly file: string | undefined;
  readonly error: FaceGpuError;
}

const rules: OptionRules<ReembedOptions> = {
  from: oneOf('source', ['photos', 'chips', 'either']),
  drop: { is: (value) => typeof value === 'boolean', fix: 'Give true or false.' },
  onProgress: callback,
  signal: abortSignal,
};

/** How much the boxes of a face must overlap, as two detectors have them. */
const leastOverlap = 0.3;

/** See `StoredGallery.reembed`. */
export async function reembed(
  records: GalleryRecords,
  pipeline: FacePipeline,
  recognizer: RecognizerInfo,
  options: ReembedOptions,
): Promise<ReembedReport> {
  requireOptions('reembed', options, rules);
  const { from = 'either', drop = false, onProgress, signal } = options;
  const stale: StoredFace[] = [];
  for await (const face of records.allFaces()) {
    if (face.model !== recognizer.model) stale.push(face);
  }
  // Faces that are enrolled meanwhile are the new model's.
  if (stale.length > 0) await records.putSetting('model', recognizer.model);
  const remaker = new Remaker(records, pipeline, recognizer);
  const failed: FailedFace[] = [];
  for (const [i, face] of stale.entries()) {
    throwIfAborted(signal);
    const remade = await remaker.remake(face, from);
    if ('vector' in remade) {
      const { vector } = remade;
      await records.replaceVectors([{ face: face.id, model: recognizer.model, vector }]);
    } else {
      failed.push({ face: face.id, person: face.person, ...remade });
      if (drop) await records.removeFaces([face.id]);
    }
    onProgress?.({ done: i + 1, failed: failed.length, total: stale.length });
  }
  return { done: stale.length - failed.length, failed };
}

type Remade =
  | { readonly vector: Float32Array }
  | { readonly file: string | undefined; readonly error: FaceGpuError };

class Remaker {
  readonly #records: GalleryRecords;
  readonly #pipeline: FacePipeline;
  readonly #recognizer: RecognizerInfo;
  /** The photo that was looked through last: the faces of one come after another. */
  #last: { readonly photo: number; readonly faces: readonly Face[] } | undefined;

  constructor(records: GalleryRecords, pipeline: FacePipeline, recognizer: RecognizerInfo) {
    this.#records = records;
    this.#pipeline = pipeline;
    this.#recognizer = recognizer;
  }

  async remake(face: StoredFace, from: 'photos' | 'chips' | 'either'): Promise<Remade> {
    const photo = face.photo === null ? undefined : await this.#records.photo(face.photo);
    const file = photo?.file;
    let failure: FaceGpuError | undefined;
    if (from !== 'chips' && photo) {
      try {
        return { vector: await this.#fromPhoto(face, photo) };
      } catch (error) {
        if (!isAboutFace(error)) throw error;
        failure = error;
      }
    }
    const chip = from === 'photos' ? undefined : await this.#records.chip(face.id);
    if (chip) return { vector: await this.#fromChip(chip, face.model) };
    const error =
      failure ??
      new FaceGpuError(
        'no-face',
        `face ${face.id} has ${photo ? 'no chip' : 'neither a photo nor a chip'}`,
        'Enrol it again, or drop it: the option drop, --drop.',
      );
    return { file, error };
  }

  async #fromPhoto(
    { photo, box }: StoredFace,
    { file, path, hash }: { file: string; path?: string | undefined; hash: string },
  ): Promise<Float32Array> {
    if (this.#last?.photo !== photo) {
      const read = await readSource(path ?? file);
      if (read.hash !== hash) {
        throw new FaceGpuError(
          'file-unreadable',
          `${file} is not the photo that was enrolled: its content has changed`,
          'Put the old one back, or drop its faces: the option drop, --drop.',
        );
      }
      this.#last = { photo: Number(photo), faces: await this.#pipeline.detect(read.bytes) };
    }
    const { faces } = this.#last;
    const same = box && bestOverlap(faces, box);
    if (same) return this.#vectorOf(same);
    throw new FaceGpuError(
      'no-face',
      `${file}: the face was not found again`,
      'Enrol it again, or drop it: the option drop, --drop.',
    );
  }

  /** A chip of the size that the model takes is taken for one of its own; in another, the face is looked for. */
  async #fromChip(chip: ChipImage, model: string): Promise<Float32Array> {
    if (recipeOf(model) !== recipeOf(this.#recognizer.model)) {
      const { faces, ...size } = await this.#pipeline.detectIn(chip, { minScore: 0.1 });
      const face = centralFace(faces, size);
      if (face) return this.#vectorOf(face);
    }
    const { values } = await this.#pipeline.descriptorOf(chip);
    return values;
  }

  #vectorOf({ descriptors }: Face): Float32Array {
    const { name } = this.#recognizer;
    const { values }: Descriptor = descriptors[name];
    return values;
  }
}

/** How a chip is cut, as a stamp says it. */
function recipeOf(stamp: string): string {
  return stamp.slice(stamp.lastIndexOf('/') + 1);
}

/** The face whose box overlaps another one most, if it does so enough. */
function bestOverlap(faces: readonly Face[], box: Box): Face | undefined {
  const ranked = faces
    .map((face) => ({ face, shared: overlap(face.box, box) }))
    .sort((a, b) => b.shared - a.shared);
  return ranked[0] && ranked[0].shared >= leastOverlap ? ranked[0].face : undefined;
}

function isAboutFace(error: unknown): error is FaceGpuError {
  return isAboutPhoto(error) || (error instanceof FaceGpuError && error.code === 'no-face');
}
