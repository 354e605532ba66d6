import { type Device, FaceGpuError } from '@facegpu/kernels';
import type {
  DetectManyOptions,
  detectMany,
  PhotoResult,
  WholeFacesOfMany,
} from './api/detect-many.ts';
import type { Descriptor, Face, PartialFace } from './api/face.ts';
import {
  type Detection,
  type DetectOptions,
  type IdentifyPhotoOptions,
  type PhotoInput,
  type PipelineInfo,
  type PipelineOptions,
  requireDetectOptions,
  requireIdentifyPhotoOptions,
  requirePipelineOptions,
  type WholeFaces,
} from './api/options.ts';
import { part } from './async/part.ts';
import type { Engine, IndexKinds } from './engine/engine.ts';
import { LocalEngine } from './engine/local-engine.ts';
import {
  type CompareOptions,
  type Comparison,
  descriptorOf,
  type FaceOrDescriptor,
  requireCompareOptions,
  requireSameModel,
} from './match/compare.ts';
import type { Match, NamesFaces } from './match/gallery.ts';
import { distanceOf } from './match/metric.ts';
import { judge, usualRate, verdictAt } from './match/thresholds.ts';
import type { Dependant, IndexOptions, Neighbours, VectorIndex } from './match/vector-index.ts';

/** A face of a photo, and the people that it is nearest to, the nearest first. */
export interface IdentifiedFace {
  readonly face: Face;
  readonly matches: readonly Match[];
}

/**
 * From photos to faces: finds every face, its landmarks, aligns it and makes a descriptor of it.
 *
 * Calls may overlap: they wait for one another. Where the device is lost, a pipeline that made its own
 * gets another one and does the call under way again, once. `dispose` gives everything back.
 */
export class FacePipeline {
  readonly #engine: Engine;
  readonly #dependants = new Set<Dependant>();
  #disposing: Promise<void> | undefined;

  private constructor(engine: Engine) {
    this.#engine = engine;
  }

  /**
   * Loads the models and compiles everything that detecting needs.
   *
   * @throws FaceGpuError `no-adapter`, `no-models`, `bad-model`, `bad-argument`, `out-of-memory`,
   * `aborted`, `worker-failed`; `unsupported-op` where a model has an operator that isn't there,
   * `unsupported-feature` where the adapter lacks the precision
   */
  static async create(options: PipelineOptions = {}): Promise<FacePipeline> {
    requirePipelineOptions(options);
    if (options.worker === undefined) return new FacePipeline(await LocalEngine.create(options));
    const { RemoteEngine } = await part(() => import('./engine/remote-engine.ts'));
    return new FacePipeline(await RemoteEngine.create(options));
  }

  get info(): PipelineInfo {
    return this.#engine.info;
  }

  /**
   * The device it computes on now: another one after a loss.
   *
   * @throws FaceGpuError `bad-argument` where the pipeline runs in a worker
   */
  get device(): Device {
    const { device } = this.#engine;
    if (device) return device;
    throw new FaceGpuError(
      'bad-argument',
      'the device is in a worker, out of reach',
      'Create the pipeline without the option worker to use its device.',
    );
  }

  /**
   * Finds the faces of a photo, the most certain first. Two photos are in flight at a time: calls that
   * overlap keep the GPU at work. Few photos are decoded ahead of it; those of further calls wait as they are.
   *
   * @throws FaceGpuError `bad-image`, `file-unreadable`, `missing-package`, `bad-argument`, `bad-model`,
   * `out-of-memory`, `device-lost`, `disposed`, `aborted`
   */
  detect(photo: PhotoInput, options?: WholeFaces): Promise<Face[]>;
  detect(photo: PhotoInput, options: DetectOptions): Promise<PartialFace[]>;
  async detect(photo: PhotoInput, options: DetectOptions = {}): Promise<PartialFace[]> {
    const { faces } = await this.detectIn(photo, options);
    return faces;
  }

  /** Like {@link detect}, and also says how large the upright photo is, in pixels. */
  detectIn(photo: PhotoInput, options?: WholeFaces): Promise<Detection>;
  detectIn(photo: PhotoInput, options: DetectOptions): Promise<Detection<PartialFace>>;
  async detectIn(photo: PhotoInput, options: DetectOptions = {}): Promise<Detection<PartialFace>> {
    this.#check();
    requireDetectOptions(options);
    return this.#engine.detect(photo, options);
  }

  /**
   * Finds the faces of many photos, a few at a time, and yields those of each as they are found, in the order of
   * the photos. A photo that can't be used has an `error` instead of faces, and the others go on.
   *
   * ```ts
   * for await (const { photo, faces, error } of pipeline.detectMany(paths)) …
   * ```
   *
   * @param photos is read as far as photos are begun: it may have no end
   * @throws FaceGpuError what isn't about one photo, as {@link detect} does; `aborted`
   */
  detectMany(
    photos: Iterable<PhotoInput> | AsyncIterable<PhotoInput>,
    options?: WholeFacesOfMany,
  ): AsyncGenerator<PhotoResult, void, undefined>;
  detectMany(
    photos: Iterable<PhotoInput> | AsyncIterable<PhotoInput>,
    options: DetectManyOptions,
  ): AsyncGenerator<PhotoResult<PartialFace>, void, undefined>;
  detectMany(
    photos: Iterable<PhotoInput> | AsyncIterable<PhotoInput>,
    options: DetectManyOptions = {},
  ): AsyncGenerator<PhotoResult<PartialFace>, void, undefined> {
    return detectManyWith((photo, own) => this.detectIn(photo, own), photos, options);
  }

  /**
   * Finds the faces of a photo, the most certain first, and the people of a gallery that each is nearest
   * to. Faces stay on the GPU until they are compared, in the photo's own submit.
   *
   * @throws FaceGpuError as {@link detect} does; `bad-argument` where the gallery is another pipeline's
   */
  async identify(
    photo: PhotoInput,
    gallery: NamesFaces,
    options: IdentifyPhotoOptions = {},
  ): Promise<IdentifiedFace[]> {
    this.#check();
    requireIdentifyPhotoOptions(options);
    const { k, falseNames, threshold, minQuality = 0, ...others } = options;
    const wanted = { ...others, ...(minQuality > 0 && { quality: others.quality || true }) };
    let faces: Face[] = [];
    const matches = await gallery.matchFound(
      async (request) => {
        const detection = await this.#engine.detect(photo, wanted, request);
        const found = detection.faces as (Face & { neighbours: Neighbours })[];
        faces = found.map(({ neighbours: _, ...face }) => face);
        return found.map(({ neighbours }, i) => ({ descriptor: faces[i], neighbours }));
      },
      { k, falseNames, threshold },
    );
    return faces.map((face, i) => {
      const isWorthIt = (face.quality?.score ?? 0) >= minQuality;
      return { face, matches: isWorthIt ? matches[i] : [] };
    });
  }

  /**
   * Compares two faces by the first recognition model, or two descriptors by the one that made them.
   *
   * @throws FaceGpuError `bad-argument`, `no-face`; `model-mismatch` where they were made in different ways, or by none of the
   * pipeline's models
   */
  compare(a: FaceOrDescriptor, b: FaceOrDescriptor, options: CompareOptions = {}): Comparison {
    requireCompareOptions(options);
    const [first, second] = [descriptorOf(a), descriptorOf(b)];
    requireSameModel(first.model, second.model);
    const { recognizers } = this.info;
    const recognizer = recognizers.find(({ model }) => model === first.model);
    if (!recognizer) requireSameModel(this.info.model, first.model);
    const { metric, thresholds, calibration } = recognizer ?? this.info;
    const distance = distanceOf(metric, first.values, second.values);
    const { falseMatchRate = calibration?.falseMatchRate ?? usualRate, threshold } = options;
    return judge(distance, verdictAt(thresholds, falseMatchRate, threshold), calibration);
  }

  /**
   * The descriptor of a face that is cut out already: of a chip as `detect` gives it, whole and aligned, or of a
   * picture that shows a face in the same place. It is made by the first recognition model.
   *
   * @throws FaceGpuError `bad-image` where the picture isn't square, and what {@link detect} throws
   */
  async descriptorOf(
    chip: PhotoInput,
    options: Pick<DetectOptions, 'signal'> = {},
  ): Promise<Descriptor> {
    this.#check();
    requireDetectOptions(options);
    const { faces } = await this.#engine.detect(chip, { ...options, isChip: true });
    const [{ descriptor }] = faces as Face[];
    return descriptor;
  }

  /**
   * For `createIndex`, which says what kind of index it is, and for nobody else.
   *
   * @throws FaceGpuError `bad-argument`, `disposed`
   */
  keepIndex(options: IndexOptions, kinds: IndexKinds, owner?: Dependant): VectorIndex {
    this.#check();
    const forget = () => this.#dependants.delete(dependant);
    const index = this.#engine.createIndex(options, kinds, forget);
    const dependant = owner ?? index;
    this.#dependants.add(dependant);
    return index;
  }

  /** Waits for calls under way, those of galleries too, then frees everything. */
  dispose(): Promise<void> {
    this.#disposing ??= Promise.allSettled(
      Array.from(this.#dependants, (dependant) => dependant.dispose()),
    ).then(() => this.#engine.dispose());
    return this.#disposing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.dispose();
  }

  #check(): void {
    if (this.#disposing === undefined) return;
    throw new FaceGpuError('disposed', 'the pipeline was disposed of', 'Create another one.');
  }
}

/** See `FacePipeline.detectMany`, which is loaded when it is first wanted. */
async function* detectManyWith(
  ...args: Parameters<typeof detectMany>
): AsyncGenerator<PhotoResult<PartialFace>, void, undefined> {
  const { detectMany } = await part(() => import('./api/detect-many.ts'));
  yield* detectMany(...args);
}
