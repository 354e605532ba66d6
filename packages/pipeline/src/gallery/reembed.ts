import { FaceGpuError } from '@facegpu/kernels';
import {
  abortSignal,
  callback,
  flag,
  type OptionRules,
  oneOf,
  requireOptions,
  share,
} from '../api/check-options.ts';
import { isAboutFace, type ManyProgress } from '../api/detect-many.ts';
import type { Box, ChipImage, Descriptor, Face } from '../api/face.ts';
import type { RecognizerInfo } from '../api/options.ts';
import { throwIfAborted } from '../async/abort.ts';
import { overlap } from '../detect/overlap.ts';
import { centralFace } from '../faces/pick.ts';
import { requireSameModel } from '../match/compare.ts';
import type { FacePipeline } from '../pipeline.ts';
import { noPack, type StoredFace } from './entries.ts';
import { readSource } from './photo-source.ts';
import type { GalleryRecords } from './records.ts';

export interface ReembedOptions {
  /**
   * What the vectors are made of: `photos`, where they are still as they were, `chips` that were kept, or whichever
   * there is, photos first; that unless told.
   */
  readonly from?: 'photos' | 'chips' | 'either';
  /** How sure the detector must be of a face, as for `detect`; in chips, less will do. */
  readonly minScore?: number;
  /**
   * Also removes faces that can't be made anew: those of photos that are gone, or in which they aren't found. Their
   * people stay, and so do faces for which there was not enough memory.
   */
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
  minScore: share,
  drop: flag,
  onProgress: callback,
  signal: abortSignal,
};

/** How much the boxes of a face must overlap, as two detectors have them. */
const leastOverlap = 0.3;
/** How sure a detector must be of the face that a chip was cut about. */
const leastScoreInChip = 0.1;

/** See `StoredGallery.reembed`. */
export async function reembed(
  records: GalleryRecords,
  pipeline: FacePipeline,
  recognizer: RecognizerInfo,
  options: ReembedOptions,
): Promise<ReembedReport> {
  requireOptions('reembed', options, rules);
  const { from = 'either', minScore, drop = false, onProgress, signal } = options;
  const stale: StoredFace[] = [];
  for await (const face of records.allFaces()) {
    if (face.model !== recognizer.model || face.pack === noPack) stale.push(face);
  }
  // Faces that are enrolled meanwhile are the new model's.
  if (stale.length > 0) await records.putSetting('model', recognizer.model);
  const remaker = new Remaker(records, pipeline, recognizer, minScore);
  const failed: FailedFace[] = [];
  for (const [i, face] of stale.entries()) {
    throwIfAborted(signal);
    const remade = await remaker.remake(face, from);
    if ('vector' in remade) {
      const { vector } = remade;
      await records.replaceVectors([{ face: face.id, model: recognizer.model, vector }]);
    } else {
      failed.push({ face: face.id, person: face.person, ...remade });
      // Whoever has more memory may find it yet.
      if (drop && remade.error.code !== 'out-of-memory') await records.removeFaces([face.id]);
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
  readonly #minScore: number | undefined;
  /** The photo that was looked through last: the faces of one come after another. */
  #last: { readonly photo: number; readonly faces: readonly Face[] } | undefined;

  constructor(
    records: GalleryRecords,
    pipeline: FacePipeline,
    recognizer: RecognizerInfo,
    minScore: number | undefined,
  ) {
    this.#records = records;
    this.#pipeline = pipeline;
    this.#recognizer = recognizer;
    this.#minScore = minScore;
  }

  async remake(face: StoredFace, from: 'photos' | 'chips' | 'either'): Promise<Remade> {
    const photo = face.photo === null ? undefined : await this.#records.photo(face.photo);
    const file = photo?.file;
    const chip = from === 'photos' ? undefined : await this.#records.chip(face.id);
    const ways = [
      from !== 'chips' && photo && (() => this.#fromPhoto(face, photo)),
      chip && (() => this.#fromChip(chip, face)),
    ];
    const failures: FaceGpuError[] = [];
    for (const way of ways) {
      try {
        if (way) return { vector: await way() };
      } catch (error) {
        if (!isAboutFace(error)) throw error;
        failures.push(error);
      }
    }
    const error =
      failures.find(({ code }) => code === 'out-of-memory') ??
      failures[0] ??
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
      const wanted = this.#minScore === undefined ? {} : { minScore: this.#minScore };
      this.#last = { photo: Number(photo), faces: await this.#pipeline.detect(read.bytes, wanted) };
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
  async #fromChip(chip: ChipImage, { id, model }: StoredFace): Promise<Float32Array> {
    const { name, model: wanted } = this.#recognizer;
    if (recipeOf(model) === recipeOf(wanted)) {
      if (wanted === this.#pipeline.info.model) {
        const { model: made, values } = await this.#pipeline.descriptorOf(chip);
        requireSameModel(wanted, made);
        return values;
      }
      throw new FaceGpuError(
        'bad-argument',
        `of chips, descriptors are made by the first recognition model of a pipeline alone; ${name} is another one`,
        'Open the gallery with a pipeline whose first recogniser it is, or make faces anew of photos: from: "photos", --from photos.',
      );
    }
    const { faces, ...size } = await this.#pipeline.detectIn(chip, {
      minScore: Math.min(this.#minScore ?? 1, leastScoreInChip),
    });
    const face = centralFace(faces, size);
    if (face) return this.#vectorOf(face);
    throw new FaceGpuError(
      'no-face',
      `the chip of face ${id} is cut for another model, and the face was not found again in it`,
      'Enrol it again, or drop it: the option drop, --drop.',
    );
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
