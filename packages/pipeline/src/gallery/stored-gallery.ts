import { FaceGpuError } from '@facegpu/kernels';
import {
  abortSignal,
  anything,
  callback,
  flag,
  identifyRules,
  type OptionRules,
  requireOneOf,
  requireOptions,
  share,
  show,
  usualIdentify,
} from '../api/check-options.ts';
import { isAboutFace, type ManyProgress } from '../api/detect-many.ts';
import type { Face, Quality } from '../api/face.ts';
import type { DetectOptions, RecognizerInfo } from '../api/options.ts';
import { throwIfAborted } from '../async/abort.ts';
import { part } from '../async/part.ts';
import { Queue } from '../async/queue.ts';
import type { Calibration } from '../calibration/calibration.ts';
import { withCalibration } from '../calibration/require-calibration.ts';
import { noFace } from '../faces/no-face.ts';
import { largestFace } from '../faces/pick.ts';
import {
  type CompareOptions,
  type Comparison,
  descriptorOf,
  type FaceOrDescriptor,
  requireCompareOptions,
  requireSameModel,
} from '../match/compare.ts';
import type { createIndex } from '../match/create-index.ts';
import type { EnrollOptions, FindNearest, IdentifyOptions, Match } from '../match/gallery.ts';
import { distanceOf, fromIndex, indexMetrics } from '../match/metric.ts';
import { distanceAtRate, judge, rateFor, usualRate, verdictAt } from '../match/thresholds.ts';
import type { Neighbours, VectorIndex } from '../match/vector-index.ts';
import type { FacePipeline } from '../pipeline.ts';
import {
  type EnrolledEntry,
  type EnrollmentEntry,
  type FaceInput,
  type Json,
  noPack,
  type PersonInput,
  type StoredFace,
  type StoredPerson,
  userPrefix,
} from './entries.ts';
import { type GalleryImport, importInto } from './formats/import.ts';
import type { FaceFilter, GallerySearch } from './gallery-search.ts';
import { type EnrollPhoto, readSource, toSource } from './photo-source.ts';
import { type GalleryRecords, nobody, type PersonRef } from './records.ts';
import { type ReembedOptions, type ReembedReport, reembed } from './reembed.ts';
import { countedFaces, type PersonScore, scoreOf } from './score.ts';
import { StoredPeople } from './stored-people.ts';
import { GalleryVectors } from './vectors.ts';

/** The setting that distances are judged by. */
const calibrationSetting = 'calibration';

/** A person that a face may show. */
export interface StoredMatch extends Match {
  readonly id: number;
  readonly tags: readonly string[];
  readonly data: Json;
}

export interface StoredIdentifyOptions extends IdentifyOptions {
  /** Only people who have all of these tags. */
  readonly tags?: readonly string[];
  /** How near a person is by several faces: `best` unless told. */
  readonly score?: PersonScore;
}

export interface VerifyOptions extends CompareOptions {
  readonly score?: PersonScore;
}

/** A person's faces. */
export interface StoredEnrollment extends PersonInput {
  /** Those that were found; the largest face of the photo where left out. */
  readonly faces?: FaceOrDescriptor | readonly FaceOrDescriptor[];
  /** Where they were found. */
  readonly photo?: EnrollPhoto;
  /** Where the photo is on this machine, if that isn't its name. */
  readonly path?: string;
}

export interface StoredEnrollOptions extends EnrollOptions {
  /** Also keeps the aligned pictures of faces, where they have some; photos are searched for them, too. */
  readonly chips?: boolean;
  /** How faces are found in photos; of those that are, the largest is taken. */
  readonly detect?: Pick<
    DetectOptions,
    'minScore' | 'minSize' | 'maxFaces' | 'iouThreshold' | 'upright' | 'tiles' | 'signal'
  >;
}

export interface EnrollManyOptions extends StoredEnrollOptions {
  /** Hears how far it has come, after each enrolment. */
  readonly onProgress?: (progress: ManyProgress) => void;
  /** Ends it; what was enrolled stays. */
  readonly signal?: AbortSignal;
}

/** What became of one of many enrolments. */
export type EnrollResult =
  | { readonly enrolled: Enrolled; readonly error?: undefined }
  | { readonly error: FaceGpuError; readonly enrolled?: undefined };

/** A person's faces that are in the gallery, and on the disk. */
export interface Enrolled {
  /** The person's. */
  readonly id: number;
  readonly name: string;
  /** The name under which the gallery has the photo. */
  readonly file: string | undefined;
  /** Ids of the faces. */
  readonly faces: readonly number[];
  /** They were there before: the person has that very photo. */
  readonly known: boolean;
  /** What the face is worth that was found in the photo; not there where none was looked for. */
  readonly quality?: Quality;
}

/** What a stored gallery is made of. */
export interface StoredGalleryParts {
  readonly pipeline: FacePipeline;
  /** The recognition model that it goes by. */
  readonly recognizer: RecognizerInfo;
  readonly records: GalleryRecords;
  /** Makes what it searches: given, as a page loads no other code for it than `Gallery` has. */
  readonly index: typeof createIndex;
  /** Where vectors are compared; in the index where left out. */
  readonly search?: GallerySearch | undefined;
}

/**
 * People and their faces in a storage that lasts, searched on the GPU: exactly, whatever their number. What
 * `enroll` has returned from is on the disk. Several processes may have a gallery open: each sees what the others
 * write.
 */
export class StoredGallery extends StoredPeople {
  readonly #pipeline: FacePipeline;
  readonly #recognizer: RecognizerInfo;
  readonly #records: GalleryRecords;
  readonly #index: VectorIndex;
  readonly #vectors: GallerySearch;
  readonly #turns = new Queue();
  #isWatching = false;
  /** What others have written is about to be taken over. */
  #isFollowing = false;

  /** See `Gallery.open`. */
  constructor({ pipeline, recognizer, records, index, search }: StoredGalleryParts) {
    super(records);
    this.#pipeline = pipeline;
    this.#recognizer = recognizer;
    this.#records = records;
    const { dimensions, metric, model } = recognizer;
    this.#index = index(pipeline, { dimensions, metric: indexMetrics[metric] }, this);
    this.#vectors = search ?? new GalleryVectors(records, this.#index, model);
  }

  /**
   * Reads the vectors, where that wasn't done: the first search does it otherwise.
   *
   * @throws FaceGpuError `model-mismatch`, `bad-gallery`, `out-of-memory`, `device-lost`, `disposed`
   */
  load(): Promise<void> {
    return this.call(() => this.#refresh());
  }

  /**
   * Adds faces of a person, or the largest face of a photo. A photo that the person has adds nothing.
   *
   * @param faces those that were found, or a photo to find one in
   * @throws FaceGpuError `model-mismatch`, `shape-mismatch`, `bad-argument`, `no-face`, `low-quality`,
   * `file-unwritable`, `disposed`, and what `detect` throws
   */
  async enroll(
    person: string | PersonInput,
    faces: FaceOrDescriptor | readonly FaceOrDescriptor[] | { readonly photo: EnrollPhoto },
    options: StoredEnrollOptions & Pick<StoredEnrollment, 'photo' | 'path'> = {},
  ): Promise<Enrolled> {
    const { photo, path, ...others } = options;
    requireOptions('enroll', others, enrollRules);
    const input: PersonInput = typeof person === 'string' ? { name: person } : person;
    const isPhoto = typeof faces === 'object' && faces !== null && 'photo' in faces;
    const enrollment: StoredEnrollment = {
      ...input,
      ...(isPhoto ? { photo: faces.photo } : { faces, ...(photo !== undefined && { photo }) }),
      ...(path !== undefined && { path }),
    };
    return this.call(() => this.#enroll(enrollment, others));
  }

  /**
   * Adds faces of many people, one after another: each is on the disk when `onProgress` hears of it. One whose photo
   * can't be used, or shows no face or one of too low a quality, has an error, and the others go on.
   *
   * @param enrollments is read as far as enrolments are begun
   * @returns what became of each
   * @throws FaceGpuError what isn't about one photo, as {@link enroll} does, and `aborted`: what was enrolled until
   * then stays
   */
  async enrollMany(
    enrollments: Iterable<StoredEnrollment> | AsyncIterable<StoredEnrollment>,
    options: EnrollManyOptions = {},
  ): Promise<EnrollResult[]> {
    requireOptions('enrollMany', options, enrollManyRules);
    const { onProgress, signal, ...others } = options;
    const total = Array.isArray(enrollments) ? enrollments.length : undefined;
    const results: EnrollResult[] = [];
    let failed = 0;
    for await (const enrollment of enrollments) {
      throwIfAborted(signal);
      try {
        const enrolled = await this.call(() => this.#enroll(enrollment, others, signal));
        results.push({ enrolled });
      } catch (error) {
        if (!isAboutFace(error)) throw error;
        failed++;
        results.push({ error });
      }
      onProgress?.({ done: results.length, failed, total });
    }
    return results;
  }

  /**
   * The people that a face is nearest to, the nearest first, each once.
   *
   * @throws FaceGpuError `model-mismatch`, `shape-mismatch`, `bad-argument`, `no-face`, `out-of-memory`, `device-lost`,
   * `disposed`
   */
  async identify(face: FaceOrDescriptor, options?: StoredIdentifyOptions): Promise<StoredMatch[]> {
    const [matches] = await this.identifyMany([face], options);
    return matches;
  }

  /** The people that each of several faces is nearest to. @throws FaceGpuError as {@link identify} does */
  async identifyMany(
    faces: readonly FaceOrDescriptor[],
    options: StoredIdentifyOptions = {},
  ): Promise<StoredMatch[][]> {
    const wanted = requireIdentify(options);
    const queries = faces.map((face) => this.#vectorOf(face));
    return this.call(async () => {
      await this.#refresh();
      return this.#search(queries, wanted);
    });
  }

  /** For `FacePipeline.identify`, which finds faces while they are compared. */
  matchFound(
    find: FindNearest,
    options: {
      readonly [Name in keyof StoredIdentifyOptions]?: StoredIdentifyOptions[Name] | undefined;
    } = {},
  ): Promise<StoredMatch[][]> {
    const wanted = requireIdentify(options);
    return this.call(async () => {
      await this.#refresh();
      // Which of the nearest are whose is known to the storage alone: the faces are compared once more.
      const found = await find({ index: this.#index, recognizer: this.#recognizer, rows: 1 });
      const queries = found.map(({ descriptor }) => this.#vectorOf(descriptor));
      return this.#search(queries, wanted);
    });
  }

  /**
   * Whether a face is a person's.
   *
   * @throws FaceGpuError as {@link identify} does; `bad-argument` where there is no such person, or none of the
   * person's faces
   */
  verify(
    who: PersonRef,
    face: FaceOrDescriptor,
    options: VerifyOptions = {},
  ): Promise<Comparison & { readonly person: StoredPerson }> {
    const { score = 'best', ...others } = options;
    requireCompareOptions(others);
    requireScore(score);
    const query = this.#vectorOf(face);
    return this.call(async () => {
      const person = await this.#records.person(who);
      if (!person) throw nobody(who);
      const own = await this.#records.facesOf(person.id);
      await this.#refresh();
      const distance = await this.#distanceTo(query, own, score);
      if (distance === undefined) {
        const hasLost = own.length > 0 && own.every(({ pack }) => pack === noPack);
        throw new FaceGpuError(
          'bad-argument',
          hasLost
            ? `a repair has lost the vectors of ${person.name}`
            : `${person.name} has no faces`,
          hasLost ? 'Make them anew: gallery.reembed.' : 'Enrol one: gallery.enroll.',
        );
      }
      const { thresholds, calibration } = await this.#judging();
      const { falseMatchRate = calibration?.falseMatchRate ?? usualRate, threshold } = others;
      const verdict = verdictAt(thresholds, falseMatchRate, threshold);
      return { person, ...judge(distance, verdict, calibration) };
    });
  }

  /**
   * Adds what another gallery has exported, face-api's `LabeledFaceDescriptors` as JSON, or vectors with names.
   * People of a name that is there get further faces. All of it is added, or nothing.
   *
   * @returns how many faces were added
   * @throws FaceGpuError `bad-argument`, `model-mismatch`, `shape-mismatch`
   */
  import(what: GalleryImport): Promise<number> {
    return this.call(() => importInto(this.#records, what, this.#recognizer));
  }

  /**
   * Makes the vectors of all faces anew that another model has made, from chips that were kept or from photos. It
   * can be stopped, and goes on where it was; until it is through, nobody is identified.
   */
  reembed(options: ReembedOptions = {}): Promise<ReembedReport> {
    return this.call(() => reembed(this.#records, this.#pipeline, this.#recognizer, options));
  }

  /**
   * Keeps a value with the gallery; a `calibration` of `null` is none.
   *
   * @throws FaceGpuError for `calibration`: `bad-argument` where it is none, `model-mismatch` where it was measured with
   * another model; `file-unwritable`, `disposed`
   */
  putSetting(name: string, value: Json): Promise<void> {
    return this.call(async () => {
      if (name === calibrationSetting && value !== null) this.#judgingBy(value);
      await this.#records.putSetting(userPrefix + name, value);
    });
  }

  /**
   * The distance below which a face is taken for a person's by now: the nearer, the more faces there are.
   *
   * @throws FaceGpuError as {@link identify} does
   */
  threshold(options: Pick<IdentifyOptions, 'falseNames'> = {}): Promise<number> {
    const { falseNames } = requireIdentify(options);
    return this.call(async () => {
      await this.#refresh();
      const { thresholds } = await this.#judging();
      return distanceAtRate(thresholds, rateFor(falseNames, this.#vectors.size));
    });
  }

  /**
   * By what distances are judged: the recognition model, with the thresholds of the pipeline's calibration, of the
   * gallery's own, or of the model's file.
   *
   * @throws FaceGpuError `bad-argument`, `model-mismatch`: the gallery's calibration is none, or another model's
   */
  judging(): Promise<RecognizerInfo> {
    return this.call(() => this.#judging());
  }

  protected override async free(): Promise<void> {
    await this.#index.dispose();
  }

  /** Takes over what has changed; from then on, what others write as soon as the storage tells. */
  #refresh(): Promise<void> {
    return this.#inTurn(async () => {
      this.#isFollowing = false;
      await this.#vectors.refresh();
      if (this.#isWatching) return;
      this.#isWatching = true;
      this.#records.storage.watch?.(() => this.#follow());
    });
  }

  #follow(): void {
    if (this.#isFollowing) return;
    this.#isFollowing = true;
    // Where that fails, the next call says so.
    this.call(() => this.#refresh()).catch(() => {});
  }

  /** What changes the index, and what relies on what is in it: one after the other. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    return this.#turns.add(work);
  }

  async #enroll(
    { faces, photo, path, ...input }: StoredEnrollment,
    { chips = false, detect, minQuality }: StoredEnrollOptions,
    signal?: AbortSignal,
  ): Promise<Enrolled> {
    const read = photo === undefined ? undefined : await readSource(photo);
    const source = read && toSource({ ...read, path });
    if (source && typeof input.name === 'string') {
      const known = await this.#records.enrolledAs(input.name, source.hash);
      if (known && input.tags === undefined && input.data === undefined) {
        await this.#records.moved(source);
        return toEnrolled(known);
      }
    }
    let found: readonly FaceOrDescriptor[];
    let quality: Quality | undefined;
    if (faces !== undefined) found = Array.isArray(faces) ? faces : [faces as FaceOrDescriptor];
    else if (read) {
      const wanted = { ...detect, chips, quality: true, ...(signal && { signal }) };
      const face = largestFace(await this.#pipeline.detect(read.bytes, wanted));
      if (!face) throw noFace(read.file);
      found = [face];
      quality = face.quality;
    } else {
      throw new FaceGpuError(
        'bad-argument',
        `${input.name} has neither faces nor a photo`,
        'Give { name, faces } or { name, photo }.',
      );
    }
    // A person without faces is nobody that can be known again.
    if (found.length === 0) throw noFace(read?.file ?? input.name);
    if (minQuality !== undefined) {
      // Whoever takes all faces loads nothing of it.
      const { requireQuality } = await part(() => import('../quality/require-quality.ts'));
      requireQuality(input.name, found as readonly Partial<Face>[], minQuality);
    }
    const entry: EnrollmentEntry = {
      person: input,
      photo: source,
      faces: found.map((face) => this.#faceInput(face, chips)),
    };
    const [enrolled] = await this.#records.enroll([entry]);
    return { ...toEnrolled(enrolled), ...(quality && { quality }) };
  }

  #faceInput(face: FaceOrDescriptor, chips: boolean): FaceInput {
    const { box, chip, quality } = face as Partial<Face>;
    return {
      model: this.#recognizer.model,
      vector: this.#vectorOf(face),
      ...(box && { box }),
      ...(quality && { quality: quality.score }),
      ...(chips && chip && { chip }),
    };
  }

  /** @throws FaceGpuError `model-mismatch`, `shape-mismatch`, `no-face`, `bad-argument` */
  #vectorOf(face: FaceOrDescriptor): Float32Array<ArrayBuffer> {
    const { model: own, dimensions } = this.#recognizer;
    const { model, values } = descriptorOf(face, own);
    requireSameModel(own, model);
    if (values.length === dimensions) return Float32Array.from(values);
    throw new FaceGpuError(
      'shape-mismatch',
      `a descriptor has ${values.length} numbers, those of this model have ${dimensions}`,
      'It was cut off or edited: make it again.',
    );
  }

  /** By what distances are judged: the pipeline's calibration, the gallery's own, or the model's file. */
  async #judging(): Promise<RecognizerInfo> {
    if (this.#recognizer.calibration) return this.#recognizer;
    const own = await this.#records.getSetting(userPrefix + calibrationSetting);
    return own === undefined || own === null ? this.#recognizer : this.#judgingBy(own);
  }

  /** @throws FaceGpuError `bad-argument`, `model-mismatch` */
  #judgingBy(calibration: Json): RecognizerInfo {
    const [judging] = withCalibration([this.#recognizer], calibration as unknown as Calibration);
    return judging;
  }

  async #search(
    queries: readonly Float32Array<ArrayBuffer>[],
    wanted: Wanted,
  ): Promise<StoredMatch[][]> {
    if (queries.length === 0) return [];
    const filter = wanted.tags && (await this.#facesTagged(wanted.tags));
    const compared = filter ? filter.ids.length : this.#vectors.size;
    if (compared === 0) return queries.map(() => []);
    const rate = rateFor(wanted.falseNames, compared);
    const { thresholds, calibration } = await this.#judging();
    const verdict = verdictAt(thresholds, rate, wanted.threshold);
    const { dimensions } = this.#index;
    const all = new Float32Array(queries.length * dimensions);
    for (const [i, query] of queries.entries()) all.set(query, i * dimensions);
    for (let rows = Math.max(8, wanted.k * 4); ; rows *= 4) {
      const nearest = await this.#vectors.search(all, rows, filter);
      const ranked: (RankedPerson[] | undefined)[] = [];
      const owners = await this.#records.owners([...new Set(nearest.ids)]);
      for (const [i, query] of queries.entries()) {
        ranked.push(await this.#rank(query, nearest, i, owners, wanted, nearest.k < rows));
      }
      const whole = ranked.filter((people) => people !== undefined);
      if (whole.length < queries.length) continue;
      const people = await this.#records.peopleOf([
        ...new Set(whole.flatMap((people) => people.map(({ person }) => person))),
      ]);
      return whole.map((ranks) =>
        ranks.flatMap(({ person: id, distance }): StoredMatch[] => {
          const person = people.get(id);
          // Somebody may have been removed meanwhile.
          if (!person) return [];
          const { name, tags, data } = person;
          return [{ id, name, tags, data, ...judge(distance, verdict, calibration) }];
        }),
      );
    }
  }

  /**
   * The k nearest people by what was found for a query.
   *
   * @param isAll nobody is farther than those that were found
   * @returns nothing where somebody who wasn't found may be nearer
   */
  async #rank(
    query: Float32Array<ArrayBuffer>,
    { k: found, ids, distances }: Neighbours,
    number: number,
    owners: ReadonlyMap<number, number>,
    { k, score }: Wanted,
    isAll: boolean,
  ): Promise<RankedPerson[] | undefined> {
    const { metric } = this.#recognizer;
    const best = new Map<number, number>();
    let farthest = 0;
    for (let i = number * found; i < (number + 1) * found; i++) {
      farthest = fromIndex(metric, distances[i]);
      const person = owners.get(ids[i]);
      if (person !== undefined && !best.has(person)) best.set(person, farthest);
    }
    if (best.size < k && !isAll) return undefined;
    const ranked = Array.from(best, ([person, distance]) => ({ person, distance }));
    if (countedFaces(score) === 1) return ranked.slice(0, k);
    const scored = await Promise.all(
      ranked.map(async ({ person }) => {
        const own = await this.#records.facesOf(person);
        const distance = await this.#distanceTo(query, own, score);
        // Somebody may have been removed meanwhile.
        return distance === undefined ? [] : [{ person, distance }];
      }),
    );
    const nearest = scored
      .flat()
      .sort((a, b) => a.distance - b.distance)
      .slice(0, k);
    // A mean is at least as far as the best: whoever wasn't found is beyond the farthest that was.
    const last = nearest[k - 1]?.distance ?? Number.POSITIVE_INFINITY;
    return isAll || last <= farthest ? nearest : undefined;
  }

  /**
   * How far a person is by those faces that are in the index, compared in float64.
   *
   * @returns nothing where none is: they were added or removed meanwhile, or have lost their vectors
   */
  async #distanceTo(
    query: Float32Array,
    faces: readonly StoredFace[],
    score: PersonScore,
  ): Promise<number | undefined> {
    const { dimensions } = this.#index;
    const { metric } = this.#recognizer;
    const vectors = await this.#inTurn(() => this.#vectors.vectorsOf(faces));
    if (vectors.length === 0) return undefined;
    const distances = Array.from({ length: vectors.length / dimensions }, (_, i) => {
      return distanceOf(metric, query, vectors.subarray(i * dimensions, (i + 1) * dimensions));
    });
    return scoreOf(distances, countedFaces(score));
  }

  /** The faces of people who have all of some tags. */
  async #facesTagged(tags: readonly string[]): Promise<FaceFilter> {
    const people = await this.#records.people();
    const own = people.filter((person) => tags.every((tag) => person.tags.includes(tag)));
    const faces = await Promise.all(own.map(({ id }) => this.#records.facesOf(id)));
    return { ids: faces.flat().map(({ id }) => id) };
  }
}

interface RankedPerson {
  readonly person: number;
  readonly distance: number;
}

interface Wanted {
  readonly k: number;
  readonly falseNames: number;
  readonly threshold: number | undefined;
  readonly tags: readonly string[] | undefined;
  readonly score: PersonScore;
}

const scoreRule = {
  is: (value: unknown) => {
    const mean = (value as { readonly mean?: unknown } | null)?.mean;
    return value === 'best' || (Number.isSafeInteger(mean) && Number(mean) >= 1);
  },
  fix: 'Give "best", or { mean: 3 } for the mean of the three nearest.',
};

const storedIdentifyRules: OptionRules<StoredIdentifyOptions> = {
  ...identifyRules,
  tags: {
    is: (value) => Array.isArray(value) && value.every((tag) => typeof tag === 'string'),
    fix: 'Give a list of texts.',
  },
  score: scoreRule,
};

const enrollRules: OptionRules<StoredEnrollOptions> = {
  chips: flag,
  detect: anything,
  minQuality: share,
};

const enrollManyRules: OptionRules<EnrollManyOptions> = {
  ...enrollRules,
  onProgress: callback,
  signal: abortSignal,
};

/** @throws FaceGpuError `bad-argument` */
function requireIdentify(
  options: {
    readonly [Name in keyof StoredIdentifyOptions]?: StoredIdentifyOptions[Name] | undefined;
  },
): Wanted {
  requireOptions('identify', options as StoredIdentifyOptions, storedIdentifyRules);
  requireOneOf(options, 'falseNames', 'threshold');
  const { k = usualIdentify.k, falseNames = usualIdentify.falseNames } = options;
  const { threshold, tags, score = 'best' } = options;
  return { k, falseNames, threshold, tags, score };
}

/** @throws FaceGpuError `bad-argument` */
function requireScore(score: PersonScore): void {
  if (scoreRule.is(score)) return;
  throw new FaceGpuError('bad-argument', `score is ${show(score)}`, scoreRule.fix);
}

function toEnrolled({ person, ...entry }: EnrolledEntry): Enrolled {
  const { id, name } = person as StoredPerson;
  return { id, name, ...entry };
}
