import { FaceGpuError } from '@facegpu/kernels';
import {
  identifyRules,
  type OptionRules,
  requireOneOf,
  requireOptions,
  share,
  show,
  usualIdentify,
} from '../api/check-options.ts';
import type { RecognizerInfo } from '../api/options.ts';
import { part } from '../async/part.ts';
import { Queue } from '../async/queue.ts';
import type { OpenGalleryOptions } from '../gallery/open.ts';
import type { GalleryStorage } from '../gallery/storage.ts';
import type { StoredGallery } from '../gallery/stored-gallery.ts';
import type { FacePipeline } from '../pipeline.ts';
import { descriptorOf, type FaceOrDescriptor, requireSameModel } from './compare.ts';
import { createIndex } from './create-index.ts';
import { fromIndex, indexMetrics } from './metric.ts';
import { type GalleryOptions, recognizerOf } from './recognizer-of.ts';
import { distanceAtRate, type Judgement, judge, rateFor, verdictAt } from './thresholds.ts';
import type { Neighbours, VectorIndex, Vectors } from './vector-index.ts';

/** A person that a face may show. */
export interface Match extends Judgement {
  readonly name: string;
  /** Distance to the nearest descriptor of that person, by the metric of the recognition model. */
  readonly distance: number;
}

export interface IdentifyOptions {
  /** How many people to name at most; 1 unless told. */
  readonly k?: number;
  /**
   * The share of strangers' faces that may be given a name, above 0; 0.01 unless told. A face is compared
   * with every descriptor of the gallery, each of which may be wrong, so that the threshold is that at
   * this share divided by their number; fewer than 100 count as 100.
   */
  readonly falseNames?: number;
  /** Instead of that: the distance below which a face is taken for a person's, whatever the number of descriptors. */
  readonly threshold?: number;
}

/** Faces of a person, or their descriptors. */
export interface Enrollment {
  readonly name: string;
  readonly faces: FaceOrDescriptor | readonly FaceOrDescriptor[];
}

export interface EnrollOptions {
  /**
   * The least quality of a face, from 0 to 1: one that is worth less, or no face at all, is refused. All are taken
   * where left out; `qualityFlaws` says which will be regretted. Faces must have been found with `quality`.
   */
  readonly minQuality?: number;
}

/** A person of a gallery. */
export interface Person {
  readonly name: string;
  /** The numbers of the descriptors, in the order of enrolment. */
  readonly ids: readonly number[];
}

/** What is to be compared with what. */
export interface NearestRequest {
  readonly index: VectorIndex;
  /** The recognition model whose descriptors the index has. */
  readonly recognizer: RecognizerInfo;
  /** How many of the nearest descriptors are wanted of each face. */
  readonly rows: number;
}

/** Finds the descriptors that are nearest to some faces, and says so of each. */
export type FindNearest = (request: NearestRequest) => Promise<readonly Found[]>;

/** What names the faces of a photo: a {@link Gallery}, or one that lasts. */
export type NamesFaces = Pick<Gallery, 'matchFound'>;

/** A face that was compared with an index. */
export interface Found {
  /** What it was compared by. */
  readonly descriptor: FaceOrDescriptor;
  readonly neighbours: Neighbours;
}

/**
 * People and their descriptors, in memory, searched on the GPU: exactly, whatever their number. A
 * person is as near as the nearest of the descriptors, so an old photo among new ones does no harm.
 *
 * Calls may overlap: they take their turns. One that fails leaves the gallery as it was.
 */
export class Gallery {
  readonly #recognizer: RecognizerInfo;
  readonly #index: VectorIndex;
  readonly #queue = new Queue();
  /** The numbers of each person's descriptors. */
  readonly #people = new Map<string, Set<number>>();
  /** The name of each descriptor's person. */
  readonly #names = new Map<number, string>();
  /** Calls for photos, which take no turns. */
  readonly #photos = new Set<Promise<unknown>>();
  #disposing: Promise<void> | undefined;

  /** @throws FaceGpuError `bad-argument`, `disposed` */
  constructor(pipeline: FacePipeline, options: GalleryOptions = {}) {
    this.#recognizer = recognizerOf(pipeline.info, options);
    const { dimensions, metric } = this.#recognizer;
    this.#index = createIndex(pipeline, { dimensions, metric: indexMetrics[metric] }, this);
  }

  /**
   * A gallery that lasts: people with names, tags and data, and where each face was found.
   *
   * @param where the path of a file, `postgres://…` for a database, `indexeddb:NAME` in a page, or a storage of
   * `@facegpu/pipeline/gallery`
   * @throws FaceGpuError `missing-package`, `bad-argument`, `wrong-key`, `bad-gallery` where what is there is damaged
   * or something else, `file-unreadable`, `file-unwritable`, `unreachable`
   */
  static async open(
    where: string | GalleryStorage,
    options: OpenGalleryOptions,
  ): Promise<StoredGallery> {
    // Whoever keeps people in memory loads nothing of it.
    const { openGallery } = await part(() => import('../gallery/open.ts'));
    return openGallery(where, options, createIndex);
  }

  /** The number of descriptors. */
  get size(): number {
    return this.#names.size;
  }

  /** The people, in the order of their first enrolment. */
  get people(): Person[] {
    return Array.from(this.#people, ([name, ids]) => ({ name, ids: [...ids] }));
  }

  /**
   * The distance below which a face is taken for a person's by now: the nearer, the more descriptors there are.
   *
   * @throws FaceGpuError `bad-argument`
   */
  threshold(options: Pick<IdentifyOptions, 'falseNames'> = {}): number {
    const { falseNames } = requireIdentifyOptions(options);
    return distanceAtRate(this.#recognizer.thresholds, rateFor(falseNames, this.size));
  }

  /**
   * Adds faces of a person, or their descriptors.
   *
   * @returns the numbers of the descriptors
   * @throws FaceGpuError `low-quality`, `model-mismatch`, `shape-mismatch`, `bad-argument`, `no-face`,
   * `out-of-memory`, `device-lost`, `disposed`
   */
  async enroll(
    name: string,
    faces: FaceOrDescriptor | readonly FaceOrDescriptor[],
    options: EnrollOptions = {},
  ): Promise<number[]> {
    const [ids] = await this.enrollMany([{ name, faces }], options);
    return ids;
  }

  /**
   * Adds faces of several people, or their descriptors, at once: all of them or none.
   *
   * @returns the numbers of the descriptors, of each enrolment
   * @throws FaceGpuError as {@link enroll} does
   */
  async enrollMany(
    enrollments: Iterable<Enrollment>,
    options: EnrollOptions = {},
  ): Promise<number[][]> {
    requireOptions('enroll', options, enrollRules);
    const { minQuality } = options;
    this.#check();
    const all = Array.from(enrollments, ({ name, faces }) => {
      requireName(name);
      return { name, faces: Array.isArray(faces) ? faces : [faces] };
    });
    const vectors = this.#vectors(all.flatMap(({ faces }) => faces));
    if (minQuality !== undefined) {
      // Whoever takes all faces loads nothing of it.
      const { requireQuality } = await part(() => import('../quality/require-quality.ts'));
      for (const { name, faces } of all) requireQuality(name, faces, minQuality);
    }
    return this.#queue.add(async () => {
      const ids = await this.#index.add(vectors);
      let next = 0;
      return all.map(({ name, faces }) => {
        const own = [...ids.subarray(next, next + faces.length)];
        next += faces.length;
        for (const id of own) this.#assign(id, name);
        return own;
      });
    });
  }

  /**
   * Removes a person with all descriptors.
   *
   * @returns how many descriptors there were
   * @throws FaceGpuError `disposed`
   */
  async remove(name: string): Promise<number> {
    this.#check();
    return this.#queue.add(() => this.#removeAll([...(this.#people.get(name) ?? [])]));
  }

  /**
   * Removes descriptors by the numbers that {@link enroll} gave them; a person without any is gone.
   *
   * @returns how many there were
   * @throws FaceGpuError `bad-argument`, `disposed`
   */
  async removeDescriptors(ids: readonly number[]): Promise<number> {
    this.#check();
    return this.#queue.add(() => this.#removeAll(ids));
  }

  /**
   * Gives a person another name; where that is another person's, the two become one.
   *
   * @returns whether there is such a person
   * @throws FaceGpuError `bad-argument`, `disposed`
   */
  async rename(from: string, to: string): Promise<boolean> {
    this.#check();
    requireName(to);
    return this.#queue.add(async () => {
      const ids = this.#people.get(from);
      if (!ids) return false;
      if (from === to) return true;
      this.#people.delete(from);
      for (const id of ids) this.#assign(id, to);
      return true;
    });
  }

  /**
   * The people that a face is nearest to, the nearest first, each once.
   *
   * @throws FaceGpuError `model-mismatch`, `shape-mismatch`, `bad-argument`, `no-face`,
   * `out-of-memory`, `device-lost`, `disposed`
   */
  async identify(face: FaceOrDescriptor, options?: IdentifyOptions): Promise<Match[]> {
    const [matches] = await this.identifyMany([face], options);
    return matches;
  }

  /**
   * The people that each of several faces is nearest to, compared at once.
   *
   * @throws FaceGpuError as {@link identify} does
   */
  async identifyMany(
    faces: readonly FaceOrDescriptor[],
    options: IdentifyOptions = {},
  ): Promise<Match[][]> {
    const wanted = requireIdentifyOptions(options);
    this.#check();
    const queries = this.#vectors(faces);
    return this.#queue.add(() => this.#search(queries, wanted));
  }

  /**
   * The people that faces are nearest to which are found while they are compared: in a photo.
   *
   * @throws FaceGpuError `bad-argument`, `disposed`, and what `find` throws
   */
  async matchFound(
    find: FindNearest,
    options: OrUndefined<IdentifyOptions> = {},
  ): Promise<Match[][]> {
    const wanted = requireIdentifyOptions(options);
    this.#check();
    const matching = this.#matchFound(find, wanted);
    this.#photos.add(matching);
    return matching.finally(() => this.#photos.delete(matching));
  }

  /** Frees what it holds on the GPU, as soon as calls under way have ended. */
  dispose(): Promise<void> {
    this.#disposing ??= this.#queue.add(async () => {
      await Promise.allSettled(this.#photos);
      await this.#index.dispose();
    });
    return this.#disposing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.dispose();
  }

  async #matchFound(find: FindNearest, wanted: WantedMatches): Promise<Match[][]> {
    const { k } = wanted;
    const request = { index: this.#index, recognizer: this.#recognizer, rows: this.#rowsFor(k) };
    const found = await find(request);
    return Promise.all(
      found.map(async ({ descriptor, neighbours }) => {
        const matches = this.#matches(neighbours, 0, wanted);
        if (matches.length === Math.min(k, this.#people.size)) return matches;
        const [again] = await this.#search(this.#vectors([descriptor]), wanted);
        return again;
      }),
    );
  }

  /**
   * Looks at the nearest descriptors, and at more of them until they are k people's: as nobody who is
   * farther is missed, the people are the nearest ones.
   */
  async #search(queries: Vectors, wanted: WantedMatches): Promise<Match[][]> {
    const { k } = wanted;
    const count = queries.length / this.#index.dimensions;
    const most = Math.min(k, this.#people.size);
    for (let rows = this.#rowsFor(k); ; rows *= 4) {
      const nearest = await this.#index.search(queries, rows);
      const all = Array.from({ length: count }, (_, query) => {
        return this.#matches(nearest, query, wanted);
      });
      if (nearest.k < rows || all.every(({ length }) => length === most)) return all;
    }
  }

  /** How many of the nearest descriptors most probably show k people; one always shows the nearest. */
  #rowsFor(k: number): number {
    const people = this.#people.size;
    if (k === 1 || people === 0) return 1;
    return Math.min(k, people) * Math.ceil(this.size / people);
  }

  /** The first k people among what was found for a query, each once. */
  #matches(
    { k: found, ids, distances }: Neighbours,
    query: number,
    { k, falseNames, threshold }: WantedMatches,
  ): Match[] {
    const { metric, thresholds, calibration } = this.#recognizer;
    const verdict = verdictAt(thresholds, rateFor(falseNames, this.size), threshold);
    const matches = new Map<string, Match>();
    for (let i = query * found; i < (query + 1) * found && matches.size < k; i++) {
      // Someone may be removed while a photo is compared.
      const name = this.#names.get(ids[i]);
      if (name === undefined || matches.has(name)) continue;
      const distance = fromIndex(metric, distances[i]);
      matches.set(name, { name, ...judge(distance, verdict, calibration) });
    }
    return [...matches.values()];
  }

  async #removeAll(ids: readonly number[]): Promise<number> {
    const removed = await this.#index.remove(ids);
    for (const id of ids) {
      const name = this.#names.get(id);
      if (name === undefined) continue;
      this.#names.delete(id);
      const own = this.#people.get(name);
      own?.delete(id);
      if (own?.size === 0) this.#people.delete(name);
    }
    return removed;
  }

  #assign(id: number, name: string): void {
    this.#names.set(id, name);
    const own = this.#people.get(name);
    if (own) own.add(id);
    else this.#people.set(name, new Set([id]));
  }

  /** The descriptors as one array. */
  #vectors(faces: readonly FaceOrDescriptor[]): Vectors {
    const { dimensions } = this.#index;
    const vectors = new Float32Array(faces.length * dimensions);
    faces.forEach((face, i) => {
      const { model, values } = descriptorOf(face, this.#recognizer.model);
      requireSameModel(this.#recognizer.model, model);
      requireLength(values, dimensions);
      vectors.set(values, i * dimensions);
    });
    return vectors;
  }

  #check(): void {
    if (this.#disposing === undefined) return;
    throw new FaceGpuError('disposed', 'the gallery was disposed of', 'Make another one.');
  }
}

const enrollRules: OptionRules<EnrollOptions> = { minQuality: share };

type OrUndefined<T> = { readonly [Name in keyof T]: T[Name] | undefined };

type WantedMatches = Required<Omit<IdentifyOptions, 'threshold'>> & {
  readonly threshold: number | undefined;
};

/** @throws FaceGpuError `bad-argument` */
function requireIdentifyOptions(options: OrUndefined<IdentifyOptions>): WantedMatches {
  requireOptions<OrUndefined<IdentifyOptions>>('identify', options, identifyRules);
  requireOneOf(options, 'falseNames', 'threshold');
  const { k = usualIdentify.k, falseNames = usualIdentify.falseNames, threshold } = options;
  return { k, falseNames, threshold };
}

/** Says that a gallery's index is not where photos are looked at. */
export function otherPipeline(): FaceGpuError {
  return new FaceGpuError(
    'bad-argument',
    'the gallery is another pipeline’s',
    'Make it with this one: both must be on the same GPU.',
  );
}

function requireName(name: string): void {
  if (typeof name === 'string') return;
  throw new FaceGpuError('bad-argument', `the name is ${show(name)}`, 'Give a text.');
}

function requireLength(values: ArrayLike<number>, wanted: number): void {
  if (values.length === wanted) return;
  throw new FaceGpuError(
    'shape-mismatch',
    `a descriptor has ${values.length} numbers, those of this model have ${wanted}`,
    'It was cut off or edited: make it again.',
  );
}
