import { createHash } from 'node:crypto';
import path from 'node:path';
import type { Face, FacePipeline } from '@facegpu/pipeline';
import { LineCache, looksVersion } from '@facegpu/pipeline/command-line';
import { measureChip, poseOf } from '@facegpu/pipeline/faces';
import { chooseFace, prominence } from './choose-face.ts';
import { decodeRecord, encodeRecord, type FaceRecord } from './face-record.ts';

export interface FaceFinderOptions {
  /** A folder that keeps what was found. */
  readonly cache: string;
  /** Faces with a score above this. */
  readonly minScore: number;
  /** Photos are upright: none is looked at turned. */
  readonly upright: boolean;
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
  /** How photos are looked at. */
  readonly looks: number;
  readonly detector: string;
  readonly landmarker: string;
  /** The pipeline's recogniser, whose chips are measured: other sizes and templates measure otherwise. */
  readonly model: string;
  readonly minScore: number;
  /** Not there where photos are looked at turned. */
  readonly upright?: true;
  /** Not there where ages are guessed. */
  readonly ages?: false;
}

/** Raised where a record's fields change, or what they mean. */
const version = 2;

/** Finds the face that a photo is about, once for each photo: what was found is kept in a file. */
export class FaceFinder {
  readonly #pipeline: FacePipeline;
  readonly #cache: LineCache<FaceRecord | null>;
  readonly #settings: Settings;
  readonly #wanted: Pick<FaceFinderOptions, 'upright' | 'ages'>;
  /** What is being looked at: a copy of it waits. */
  readonly #underway = new Map<string, Promise<FoundPhoto>>();

  private constructor(
    pipeline: FacePipeline,
    cache: LineCache<FaceRecord | null>,
    { minScore, upright, ages }: FaceFinderOptions,
  ) {
    const { detector, landmarker, model } = pipeline.info;
    this.#pipeline = pipeline;
    this.#cache = cache;
    this.#settings = { version, looks: looksVersion, detector, landmarker, model, minScore };
    this.#wanted = { upright, ages };
  }

  /** @throws FaceGpuError `file-unreadable`, `file-unwritable` */
  static async open(pipeline: FacePipeline, options: FaceFinderOptions): Promise<FaceFinder> {
    const format = { decode: decodeRecord, encode: encodeRecord };
    const lines = await LineCache.open(path.join(options.cache, 'faces.jsonl'), format);
    return new FaceFinder(pipeline, lines, options);
  }

  /** @throws FaceGpuError `bad-image`, `file-unwritable`, and as `FacePipeline.detect` does */
  async find(bytes: Uint8Array): Promise<FoundPhoto> {
    const hash = createHash('sha256').update(bytes).digest('hex');
    const keys = this.#settingsThatDo().map((settings) => LineCache.key(bytes, settings));
    for (const key of keys) {
      const known = this.#cache.get(key);
      if (known !== undefined) return { hash, key, face: known };
    }
    const [key] = keys;
    const underway = this.#underway.get(key);
    if (underway !== undefined) return underway;
    const looking = this.#look(bytes, hash, key);
    this.#underway.set(key, looking);
    try {
      return await looking;
    } finally {
      this.#underway.delete(key);
    }
  }

  async #look(bytes: Uint8Array, hash: string, key: string): Promise<FoundPhoto> {
    const { upright, ages } = this.#wanted;
    const { minScore } = this.#settings;
    const wanted = { minScore, upright, chips: true, attributes: ages };
    const found = await this.#pipeline.detectIn(bytes, wanted);
    const { face, others } = chooseFace(found.faces, found);
    const record = face ? describe(face, others, found, this.#pipeline.info.landmarkOrder) : null;
    await this.#cache.set(key, record);
    return { hash, key, face: record };
  }

  /** Those wanted, and those with which more was done than is wanted. */
  #settingsThatDo(): Settings[] {
    const { upright, ages } = this.#wanted;
    return (ages ? [true] : [false, true]).flatMap((withAges) =>
      (upright ? [true, false] : [false]).map((isUpright) => ({
        ...this.#settings,
        ...(isUpright && { upright: true as const }),
        ...(!withAges && { ages: false as const }),
      })),
    );
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
