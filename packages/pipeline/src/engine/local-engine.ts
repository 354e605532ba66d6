import { Device, FaceGpuError } from '@facegpu/kernels';
import type { Model } from '@facegpu/nn';
import { platform } from '#platform';
import { Chip } from '../api/chip.ts';
import { StampedDescriptor } from '../api/descriptor.ts';
import type { ChipImage, Descriptor, Quality } from '../api/face.ts';
import type { Detection, PhotoInput, PipelineInfo, PipelineOptions } from '../api/options.ts';
import { tablesOf } from '../api/tables.ts';
import { abortable, throwIfAborted } from '../async/abort.ts';
import { Lanes } from '../async/lanes.ts';
import { part } from '../async/part.ts';
import type { AttributeModels } from '../attributes/attributes.ts';
import { scaleFace } from '../faces/scale.ts';
import type { DeviceHost, FlatIndex } from '../match/flat-index.ts';
import { type NearestRequest, otherPipeline } from '../match/gallery.ts';
import type { IndexOptions, VectorIndex } from '../match/vector-index.ts';
import { modelNames, nameOf } from '../models/choice.ts';
import { ModelLoader } from '../models/loader.ts';
import { recognizerInfo } from '../models/recognizer-info.ts';
import { type DecodeLimits, type Photo, usualMaxSide } from '../photo/photo.ts';
import { createAlignedProgram } from '../program/aligned-program.ts';
import {
  type DetectRequest,
  type FoundFace,
  type MatchRequest,
  type Program,
  requireSquare,
} from '../program/program.ts';
import { requireCompat } from '../program/require-compat.ts';
import { withFurtherLooks } from '../program/with-further-looks.ts';
import { withTiles } from '../program/with-tiles.ts';
import { acquireDevice, acquireWhile, isLost } from './acquire.ts';
import type { ComparedFace, Engine, EngineDetectOptions, IndexKinds } from './engine.ts';
import { warnOfSoftware } from './warnings.ts';

/** Of a photo, unless told. */
const usualMaxFaces = 1000;

/** A face that fills the photo is found where there is more room around it. */
const usualZooms = [1, 2];

/** What faces are assessed by. */
interface Assessment {
  readonly photo: Photo;
  readonly request: DetectRequest;
  readonly lane: number;
  /** Whether mirror images are looked at too. */
  readonly thorough: boolean;
}

interface Parts {
  readonly device: Device;
  readonly ownsDevice: boolean;
  /** The caller's: where that is lost, only the caller can say what to do. */
  readonly isLent: boolean;
  readonly program: Program;
  /** Makes the same program on another device. */
  readonly createProgram: (device: Device) => Promise<Program>;
  readonly models: ModelLoader;
  readonly limits: DecodeLimits;
  readonly info: PipelineInfo;
  /** Whether a descriptor is the mean of several pictures of a face, as `mirror` and the alignment `both` make it. */
  readonly averages: boolean;
}

/** An engine on this thread. Where its own device is lost, it gets another one and goes on. */
export class LocalEngine implements Engine, DeviceHost {
  readonly info: PipelineInfo;
  readonly #ownsDevice: boolean;
  readonly #isLent: boolean;
  readonly #averages: boolean;
  readonly #createProgram: Parts['createProgram'];
  readonly #models: ModelLoader;
  readonly #limits: DecodeLimits;
  /** Calls beyond these wait, their photos undecoded: pixels take much more room than files. */
  readonly #places: Lanes;
  readonly #lanes: Lanes;
  readonly #indexes = new WeakSet<VectorIndex>();
  #device: Device;
  #program: Program;
  #reacquiring: Promise<void> | undefined;
  #disposing: Promise<void> | undefined;

  private constructor(parts: Parts) {
    this.info = parts.info;
    this.#ownsDevice = parts.ownsDevice;
    this.#isLent = parts.isLent;
    this.#averages = parts.averages;
    this.#createProgram = parts.createProgram;
    this.#models = parts.models;
    this.#limits = parts.limits;
    this.#device = parts.device;
    this.#program = parts.program;
    this.#lanes = new Lanes(parts.program.lanes);
    this.#places = new Lanes(parts.program.lanes + platform.decodesAhead);
  }

  static async create(options: PipelineOptions): Promise<LocalEngine> {
    const {
      detector = 'ssd',
      landmarker: points = modelNames.landmarks,
      mirror = false,
      alignment = 'similarity',
      precision = 'f32',
      maxSide = usualMaxSide,
    } = options;
    const { device: given, signal, onProgress } = options;
    throwIfAborted(signal);
    const models = new ModelLoader({ base: options.models, cache: options.cache ?? true });
    // The way of face-api belongs to its own network.
    const { recognizer = options.compat ? 'dlib' : 'arcface', recognizers = [recognizer] } =
      options;
    const tables = tablesOf(options, platform);
    const compat = options.compat && requireCompat(options.compat, tables.compatPrograms);
    const wanted = [detector, ...recognizers, ...(points === false ? [] : [points])];
    const [acquired, loaded] = await acquireWhile(given, signal, (signal) =>
      models.load(wanted, { onProgress, signal }),
    );
    let device = acquired;
    let compiling: Promise<Program> | undefined;
    // Of a device that is only wrapped, all buffers are ours; the caller's own device lives on.
    const ownsDevice = device !== given;
    try {
      warnOfSoftware(device.info);
      const [detectorModel, ...others] = loaded;
      const embedders = others.slice(0, recognizers.length);
      const landmarker: Model | undefined = others[recognizers.length];
      requireDifferent(embedders);
      const createProgram = (device: Device, onCompiled = () => {}) => {
        const networks = { detector: detectorModel, landmarker, embedders };
        const all = { device, ...networks, ...tables, precision, mirror, alignment, onCompiled };
        return compat && landmarker
          ? compat({ ...all, landmarker })
          : createAlignedProgram(all).then((program) =>
              withTiles(withFurtherLooks(program), all.detector),
            );
      };
      const compile = async () => {
        let compiled = 0;
        compiling = createProgram(device, () => {
          // It goes on to its end, and is freed there: half of it would stay on a device that was lent.
          if (signal?.aborted) return;
          compiled++;
          onProgress?.({ stage: 'compile', loaded: compiled, total: wanted.length });
        });
        try {
          return await abortable(compiling, signal);
        } catch (error) {
          // The caller doesn't wait for the network that is being compiled.
          compiling.then(
            (program) => program.dispose(),
            () => {},
          );
          throw error;
        }
      };
      let program: Program;
      try {
        program = await compile();
      } catch (error) {
        if (!isLost(error) || given) throw error;
        device.dispose();
        device = await acquireDevice(undefined, signal);
        program = await compile();
      }
      const described = embedders.map((model, i) =>
        recognizerInfo(model, program.dimensions[i], options),
      );
      const { calibration } = options;
      const recognizing = calibration
        ? (await part(() => import('../calibration/require-calibration.ts'))).withCalibration(
            described,
            calibration,
          )
        : described;
      const { name: _, ...first } = recognizing[0];
      const info: PipelineInfo = {
        adapter: device.info,
        software: device.info.software,
        precision,
        detector: nameOf(detectorModel),
        landmarker: landmarker?.metadata.name ?? 'none',
        landmarkOrder: program.landmarkOrder,
        ...first,
        recognizers: recognizing,
      };
      const { maxPixels, lenient } = options;
      const limits = { maxSide, maxPixels, lenient, maxBytes: device.largestBinding };
      const isLent = given !== undefined;
      const averages = mirror || alignment === 'both';
      const made = { program, createProgram, models, limits, info, averages };
      const parts = { device, ownsDevice, isLent, ...made };
      return new LocalEngine(parts);
    } catch (error) {
      const dispose = () => ownsDevice && device.dispose();
      // What is still being compiled on the caller's device has buffers there until it is freed.
      if (given && compiling) compiling.then(dispose, dispose);
      else dispose();
      throw error;
    }
  }

  get device(): Device {
    return this.#device;
  }

  async detect(
    photo: PhotoInput,
    options: EngineDetectOptions,
    nearest?: NearestRequest,
  ): Promise<Detection<ComparedFace>> {
    this.#check();
    const match = nearest && this.#matchRequest(nearest);
    const { minScore = 0.3, maxFaces = usualMaxFaces, minSize = 0, iouThreshold } = options;
    const { landmarks = true, descriptors = landmarks, signal } = options;
    const { attributes = false, chips = false, pixels = false, timings = false } = options;
    const { isChip = false, upright = false, tiles = false, quality = false } = options;
    throwIfAborted(signal);
    // What the caller holds is copied now, and decoded when there is a place.
    let start = () => {};
    const turn = new Promise<void>((resolve) => {
      start = resolve;
    });
    const decoding = platform.decodePhoto(photo, this.#limits, signal, turn);
    // A failure is thrown when it is this call's turn.
    decoding.catch(() => {});
    const detected = this.#places.add(() => {
      // A photo is decoded while the GPU works on those before it.
      start();
      const begin = performance.now();
      const timed = decoding.then((decoded) => {
        return { photo: decoded, milliseconds: performance.now() - begin };
      });
      const loading = Promise.all([timed, attributes ? this.#attributeModels(signal) : undefined]);
      loading.catch(() => {});
      return this.#lanes.add(async (lane): Promise<Detection<ComparedFace>> => {
        const [decoded, models] = await abortable(loading, signal);
        const begin = performance.now();
        const cut = chips || quality !== false;
        const wanted = { landmarks, descriptors, chips: cut, attributes: models, match };
        const { data, width, height, originalWidth, originalHeight } = decoded.photo;
        if (isChip) requireSquare(decoded.photo);
        const boxes = {
          minScore,
          minSize: (minSize * width) / originalWidth,
          iouThreshold,
          limit: maxFaces,
        };
        const looks = { upright, tiles, roll: 0, zooms: usualZooms };
        const request = { boxes, ...wanted, isChip, ...looks, timings, signal };
        const found = await this.run(() => this.#program.detect(decoded.photo, request, lane));
        const { stages } = found;
        const faces = match ? await withNeighbours(found.faces, match) : found.faces;
        const assess = { photo: decoded.photo, request, lane, thorough: quality === 'thorough' };
        const qualities = quality === false ? [] : await this.#assess(faces, assess);
        const compute = performance.now() - begin;
        return {
          width: originalWidth,
          height: originalHeight,
          faces: faces.map((face, i) => {
            const { chip, ...rest } = face;
            const shown = chips ? face : rest;
            const own = qualities.at(i);
            return { ...this.#toFace(shown, decoded.photo), ...(own && { quality: own }) };
          }),
          ...(pixels && { pixels: { data, width, height } }),
          ...(timings && { timings: { decode: decoded.milliseconds, compute, stages } }),
        };
      });
    });
    return abortable(detected, signal);
  }

  createIndex(
    options: IndexOptions,
    { local }: Pick<IndexKinds, 'local'>,
    onDispose: () => void,
  ): FlatIndex {
    const index = new local(this, options, onDispose);
    this.#indexes.add(index);
    return index;
  }

  dispose(): Promise<void> {
    this.#disposing ??= this.#places.settled().then(() => {
      this.#program.dispose();
      if (this.#ownsDevice) this.#device.dispose();
    });
    return this.#disposing;
  }

  /** Does something on the device; where that is lost, once more on a new one. */
  async run<T>(work: (device: Device) => Promise<T>): Promise<T> {
    const device = this.#device;
    try {
      device.check();
      return await work(device);
    } catch (error) {
      if (!isLost(error) || this.#isLent) throw error;
    }
    if (this.#device === device) {
      this.#reacquiring ??= this.#reacquire().finally(() => {
        this.#reacquiring = undefined;
      });
      await this.#reacquiring;
    }
    return work(this.#device);
  }

  async #reacquire(): Promise<void> {
    const device = await Device.acquire();
    try {
      this.#program = await this.#createProgram(device);
      this.#device.dispose();
      this.#device = device;
    } catch (error) {
      device.dispose();
      throw error;
    }
  }

  async #attributeModels(signal: AbortSignal | undefined): Promise<AttributeModels> {
    const names = [modelNames.expression, modelNames.ageGender] as const;
    const [expression, ageGender] = await this.#models.load(names, { signal });
    return { expression, ageGender };
  }

  /** What faces are worth for recognition. The method is loaded when first wanted. */
  async #assess(
    faces: readonly FoundFace[],
    { photo, request, lane, thorough }: Assessment,
  ): Promise<(Quality | undefined)[]> {
    const { assessFaces } = await part(() => import('../quality/assess-faces.ts'));
    const { model, metric, landmarkOrder: order } = this.info;
    const describe = async ({ width, height, data }: ChipImage) => {
      const size = { width, height, originalWidth: width, originalHeight: height };
      const chip: Photo = { ...size, data: new Uint8Array(data.buffer) };
      const found = await this.run(() =>
        this.#program.detect(chip, { ...request, isChip: true }, lane),
      );
      return found.faces[0].descriptors?.[0] ?? [];
    };
    return assessFaces(faces, {
      scale: photo.originalWidth / photo.width,
      order,
      model,
      metric,
      // A mean that has the mirror image in it says nothing apart from it, and no single chip makes that of two alignments.
      describe: thorough && !this.#averages ? describe : undefined,
    });
  }

  /** A face in pixels of the original photo. */
  #toFace(
    { box, score, keypoints, landmarks, descriptors, chip, attributes, neighbours }: FoundFace,
    photo: Photo,
  ): ComparedFace {
    const places = { box, score, ...(keypoints && { keypoints }), ...(landmarks && { landmarks }) };
    const scaleX = photo.originalWidth / photo.width;
    const scaleY = photo.originalHeight / photo.height;
    return {
      ...scaleFace(places, scaleX, scaleY),
      ...(descriptors && this.#stamped(descriptors)),
      ...(chip && { chip: new Chip(chip) }),
      ...attributes,
      ...(neighbours && { neighbours }),
    };
  }

  #stamped(vectors: NonNullable<FoundFace['descriptors']>) {
    const { recognizers } = this.info;
    const descriptors = vectors.map((values, i): [string, Descriptor] => {
      const { name, model } = recognizers[i];
      return [name, new StampedDescriptor({ model, values })];
    });
    return { descriptor: descriptors[0][1], descriptors: Object.fromEntries(descriptors) };
  }

  /** @throws FaceGpuError `bad-argument` */
  #matchRequest({ index, recognizer, rows }: NearestRequest): MatchRequest {
    const number = this.info.recognizers.findIndex(({ model }) => model === recognizer.model);
    if (this.#indexes.has(index) && number >= 0) {
      return { index: index as FlatIndex, recognizer: number, rows };
    }
    throw otherPipeline();
  }

  #check(): void {
    if (this.#disposing === undefined) return;
    throw new FaceGpuError('disposed', 'the pipeline was disposed of', 'Create another one.');
  }
}

/** Compares descriptors, all at once, where they were not compared on the way. */
async function withNeighbours(
  faces: readonly FoundFace[],
  { index, recognizer, rows }: MatchRequest,
): Promise<readonly FoundFace[]> {
  if (faces.every(({ neighbours }) => neighbours)) return faces;
  const vectors = faces.map(({ descriptors = [] }) => descriptors[recognizer]);
  const { dimensions } = index;
  const queries = new Float32Array(vectors.length * dimensions);
  vectors.forEach((vector, i) => {
    queries.set(vector, i * dimensions);
  });
  const { k, ids, distances } = await index.search(queries, rows);
  return faces.map((face, i) => {
    const [from, to] = [i * k, (i + 1) * k];
    const own = { k, ids: ids.slice(from, to), distances: distances.slice(from, to) };
    return { ...face, neighbours: own };
  });
}

/** @throws FaceGpuError `bad-argument`: their descriptors are told apart by name */
function requireDifferent(models: readonly Model[]): void {
  const names = models.map(({ metadata }) => metadata.name);
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice === undefined) return;
  throw new FaceGpuError(
    'bad-argument',
    `two recognition models are called "${twice}"`,
    'Leave one out: descriptors are told apart by the names of their models.',
  );
}
