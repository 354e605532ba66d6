import { createHash } from 'node:crypto';
import path from 'node:path';
import type { Face, FacePipeline } from '@facegpu/pipeline';
import { LineCache } from '@facegpu/pipeline/command-line';
import { measureChip, poseOf } from '@facegpu/pipeline/faces';
import { chooseFace, prominence } from './choose-face.ts';
import { decodeRecord, encodeRecord, type FaceRecord } from './face-record.ts';

export interface FaceFinderOptions {
  /** A folder that keeps what was found. */
  readonly cache: string;
  /** Faces with a score above this. */
  readonly minScore: number;
  /** Also guesses ages. */
  readonly ages: boolean;
}

/** What came of a photo. */
export interface FoundPhoto {
  /** SHA-256 of the file. */
  readonly hash: string;
  /** Names the file's bytes and how faces were looked for. */
  readonly key: string;
  /** Nothing where no face was found. */
  readonly face: FaceRecord | null;
}

/** What a record depends on, besides the photo. */
interface Settings {
  readonly version: number;
  readonly detector: string;
  readonly landmarker: string;
  /** The pipeline's recogniser, whose chips are measured: other sizes and templates measure otherwise. */
  readonly model: string;
  readonly minScore: number;
  /** Not there where ages are guessed. */
  readonly ages?: false;
}

/** Raised where a record's fields change, or what they mean. */
const version = 1;

/** Finds the face that a photo is about, once for each photo: what was found is kept in a file. */
export class FaceFinder {
  readonly #pipeline: FacePipeline;
  readonly #cache: LineCache<FaceRecord | null>;
  readonly #settings: Settings;

  private constructor(
    pipeline: FacePipeline,
    cache: LineCache<FaceRecord | null>,
    settings: Settings,
  ) {
    this.#pipeline = pipeline;
    this.#cache = cache;
    this.#settings = settings;
  }

  /** @throws FaceGpuError `file-unreadable`, `file-unwritable` */
  static async open(
    pipeline: FacePipeline,
    { cache, minScore, ages }: FaceFinderOptions,
  ): Promise<FaceFinder> {
    const { detector, landmarker, model } = pipeline.info;
    const format = { decode: decodeRecord, encode: encodeRecord };
    const lines = await LineCache.open(path.join(cache, 'faces.jsonl'), format);
    const settings = { version, detector, landmarker, model, minScore };
    return new FaceFinder(pipeline, lines, ages ? settings : { ...settings, ages });
  }

  /** @throws FaceGpuError `bad-image`, `file-unwritable`, and as `FacePipeline.detect` does */
  async find(bytes: Uint8Array): Promise<FoundPhoto> {
    const { ages = true, ...settings } = this.#settings;
    const hash = createHash('sha256').update(bytes).digest('hex');
    const withAge = LineCache.key(bytes, settings);
    const key = ages ? withAge : LineCache.key(bytes, this.#settings);
    // Who doesn't ask for an age may get one.
    for (const each of [withAge, key]) {
      const known = this.#cache.get(each);
      if (known !== undefined) return { hash, key: each, face: known };
    }
    const { minScore } = settings;
    const found = await this.#pipeline.detectIn(bytes, { minScore, chips: true, attributes: ages });
    const { face, others } = chooseFace(found.faces, found);
    const record = face ? describe(face, others, found, this.#pipeline.info.landmarkOrder) : null;
    await this.#cache.set(key, record);
    return { hash, key, face: record };
  }
}

function describe(
  face: Face,
  others: readonly Face[],
  photo: { readonly width: number; readonly height: number },
  order: string,
): FaceRecord | null {
  const { box, score, landmarks, chip, age, descriptor } = face;
  if (!chip) return null;
  const [rival] = others;
  return {
    box,
    photo: { width: photo.width, height: photo.height },
    score,
    landmarks,
    pose: poseOf(landmarks, order),
    age,
    others: others.length,
    rival: rival ? prominence(rival, photo) / prominence(face, photo) : 0,
    ...measureChip(chip),
    descriptor: descriptor.values,
  };
}
