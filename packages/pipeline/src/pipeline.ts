import { type AdapterInfo, Device, FaceGpuError, type RealType } from '@facegpu/kernels';
import { allOperators } from '@facegpu/nn';
import { platform } from '#platform';
import { createAlignedProgram } from './aligned-program.ts';
import type { AttributeModels } from './attributes/attributes.ts';
import { createCompatProgram } from './compat/compat-program.ts';
import { embeddingSettings } from './embed/embedder.ts';
import type { Box, Face, Point } from './face.ts';
import {
  type Comparison,
  descriptorOf,
  euclideanDistance,
  type FaceOrDescriptor,
  requireSameModel,
} from './match/compare.ts';
import { ModelLoader, modelNames } from './models.ts';
import type { DecodeLimits, Photo, Pixels } from './photo.ts';
import type { FoundFace, Program } from './program.ts';
import { Queue } from './queue.ts';
import { warnOfSoftware } from './warnings.ts';

/** What a photo can be given as in Node: a path, a URL, the bytes of a file, or pixels. */
export type PhotoInput = string | URL | Uint8Array | ArrayBuffer | Pixels;

export interface PipelineOptions {
  /** A device to work on; the best adapter of the machine where left out. */
  readonly device?: GPUDevice | Device;
  /** Folder or URL with the model files; those of `@facegpu/models` where left out. */
  readonly models?: string | URL;
  /** `ssd` finds more, `tiny` is faster. */
  readonly detector?: 'ssd' | 'tiny';
  /** `face-api` cuts faces as that library does: upright boxes, no second pass, no second try. */
  readonly compat?: 'face-api';
  /** Averages each descriptor with that of the chip's mirror image: slower, and a little better. */
  readonly mirror?: boolean;
  /** What tensors are stored in; `f16` needs an adapter that has it. */
  readonly precision?: RealType;
  /** Photos with a longer side are reduced to this many pixels before anything else; 4096. */
  readonly maxSide?: number;
}

export interface DetectOptions {
  /** Faces with a score above this, from 0 to 1; 0.3 unless told. */
  readonly minScore?: number;
  /** Also guess expression, age and gender. The networks are loaded when first wanted. */
  readonly attributes?: boolean;
  /** Also return the aligned picture of each face. */
  readonly chips?: boolean;
}

/** What a pipeline runs on. */
export interface PipelineInfo {
  readonly adapter: AdapterInfo;
  /** The adapter computes on the processor's own cores. */
  readonly software: boolean;
  readonly precision: RealType;
  readonly detector: 'ssd' | 'tiny';
  /** The stamp of the descriptors that it makes. */
  readonly model: string;
  /** Distance below which two faces are taken for one person's. */
  readonly threshold: number;
}

/**
 * From photos to faces: finds every face, its landmarks, aligns it and makes a descriptor of it.
 *
 * Calls may overlap: they wait for one another. `dispose` gives everything back.
 */
export class FacePipeline {
  readonly device: Device;
  readonly info: PipelineInfo;
  readonly #program: Program;
  readonly #models: ModelLoader;
  readonly #limits: DecodeLimits;
  readonly #ownsDevice: boolean;
  readonly #queue = new Queue();
  #disposing: Promise<void> | undefined;

  private constructor(parts: {
    device: Device;
    info: PipelineInfo;
    program: Program;
    models: ModelLoader;
    limits: DecodeLimits;
    ownsDevice: boolean;
  }) {
    this.device = parts.device;
    this.info = parts.info;
    this.#program = parts.program;
    this.#models = parts.models;
    this.#limits = parts.limits;
    this.#ownsDevice = parts.ownsDevice;
  }

  /**
   * Loads the models and compiles everything that detecting needs.
   *
   * @throws FaceGpuError `no-adapter`, `no-models`, `bad-model`, `bad-argument`, `out-of-memory`;
   * `unsupported-op` where a model has an operator, or the adapter a precision, that isn't there
   */
  static async create(options: PipelineOptions = {}): Promise<FacePipeline> {
    const { detector = 'ssd', mirror = false, precision = 'f32', maxSide = 4096 } = options;
    requireOptions(options);
    const given = options.device;
    const device =
      given instanceof Device ? given : given ? Device.wrap(given) : await Device.acquire();
    // Of a device that is only wrapped, all buffers are ours; the caller's own device lives on.
    const ownsDevice = device !== given;
    try {
      warnOfSoftware(device.info);
      const models = new ModelLoader(options.models);
      const [detectorModel, landmarker, embedder] = await Promise.all([
        models.load(modelNames[detector]),
        models.load(modelNames.landmarks),
        models.load(modelNames.recognition),
      ]);
      const create = options.compat === 'face-api' ? createCompatProgram : createAlignedProgram;
      const program = await create({
        device,
        operators: allOperators,
        precision,
        mirror,
        detector: detectorModel,
        landmarker,
        embedder,
      });
      const { name } = embedder.metadata;
      const info: PipelineInfo = {
        adapter: device.info,
        software: device.info.software,
        precision,
        detector,
        model: `${name}@${embedder.hash.slice(0, 12)}/${program.recipe}`,
        threshold: embeddingSettings(embedder).threshold,
      };
      const limits = { maxSide, maxBytes: device.limits.maxStorageBufferBindingSize };
      return new FacePipeline({ device, info, program, models, limits, ownsDevice });
    } catch (error) {
      if (ownsDevice) device.dispose();
      throw error;
    }
  }

  /**
   * Finds the faces of a photo, the most certain first.
   *
   * @throws FaceGpuError `bad-image`, `file-unreadable`, `bad-argument`, `device-lost`, `disposed`
   */
  async detect(photo: PhotoInput, options: DetectOptions = {}): Promise<Face[]> {
    const { faces } = await this.detectIn(photo, options);
    return faces;
  }

  /** Like {@link detect}, and also says how large the upright photo is, in pixels. */
  async detectIn(
    photo: PhotoInput,
    options: DetectOptions = {},
  ): Promise<{ width: number; height: number; faces: Face[] }> {
    this.#check();
    const { minScore = 0.3, attributes = false, chips = false } = options;
    if (typeof minScore !== 'number' || !(minScore >= 0 && minScore <= 1)) {
      throw new FaceGpuError(
        'bad-argument',
        `minScore is ${minScore}`,
        'Give a number from 0 to 1.',
      );
    }
    // A photo is decoded while the GPU works on those before it.
    const loading = Promise.all([
      platform.decodePhoto(photo, this.#limits),
      attributes ? this.#attributeModels() : undefined,
    ]);
    // A failure is thrown when it is this call's turn.
    loading.catch(() => {});
    return this.#queue.add(async () => {
      const [decoded, models] = await loading;
      this.device.check();
      const found = await this.#program.detect(decoded, { minScore, chips, attributes: models });
      return {
        width: decoded.originalWidth,
        height: decoded.originalHeight,
        faces: found.map((face) => this.#toFace(face, decoded)),
      };
    });
  }

  /**
   * Compares two faces, or their descriptors.
   *
   * @throws FaceGpuError `model-mismatch` where they were made in different ways
   */
  compare(a: FaceOrDescriptor, b: FaceOrDescriptor): Comparison {
    const [first, second] = [descriptorOf(a), descriptorOf(b)];
    requireSameModel(first.model, second.model);
    const { threshold } = this.info;
    const distance = euclideanDistance(first.values, second.values);
    return { distance, threshold, same: distance < threshold };
  }

  /** Waits for calls under way, then frees everything. */
  dispose(): Promise<void> {
    this.#disposing ??= this.#queue.add(async () => {
      this.#program.dispose();
      if (this.#ownsDevice) this.device.dispose();
    });
    return this.#disposing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.dispose();
  }

  async #attributeModels(): Promise<AttributeModels> {
    const [expression, ageGender] = await Promise.all([
      this.#models.load(modelNames.expression),
      this.#models.load(modelNames.ageGender),
    ]);
    return { expression, ageGender };
  }

  /** A face in pixels of the original photo. */
  #toFace({ box, landmarks, descriptor, chip, attributes, score }: FoundFace, photo: Photo): Face {
    const scaleX = photo.originalWidth / photo.width;
    const scaleY = photo.originalHeight / photo.height;
    const scaled: Box = {
      x: box.x * scaleX,
      y: box.y * scaleY,
      width: box.width * scaleX,
      height: box.height * scaleY,
    };
    return {
      box: scaled,
      score,
      landmarks: landmarks.map(([x, y]): Point => [x * scaleX, y * scaleY]),
      descriptor: { model: this.info.model, values: descriptor },
      ...(chip && { chip }),
      ...attributes,
    };
  }

  #check(): void {
    if (this.#disposing !== undefined) {
      throw new FaceGpuError('disposed', 'the pipeline was disposed of', 'Create another one.');
    }
    this.device.check();
  }
}

function requireOptions(options: PipelineOptions): void {
  const { device, detector, compat, precision, maxSide, mirror } = options;
  const wrong = (what: string, fix: string) => new FaceGpuError('bad-argument', what, fix);
  if (device !== undefined && !isDevice(device)) {
    throw wrong('the device is not a GPUDevice', 'Give one, or leave it out.');
  }
  if (detector !== undefined && detector !== 'ssd' && detector !== 'tiny') {
    throw wrong(`there is no detector "${String(detector)}"`, 'Choose ssd or tiny.');
  }
  if (compat !== undefined && compat !== 'face-api') {
    throw wrong(`there is no compat mode "${String(compat)}"`, 'Leave it out, or choose face-api.');
  }
  if (precision !== undefined && precision !== 'f32' && precision !== 'f16') {
    throw wrong(`there is no precision "${String(precision)}"`, 'Choose f32 or f16.');
  }
  if (maxSide !== undefined && !(Number.isInteger(maxSide) && maxSide > 0)) {
    throw wrong(`maxSide is ${maxSide}`, 'Give a number of pixels from 1.');
  }
  if (compat && mirror) {
    throw wrong('compat and mirror exclude each other', 'Choose one of them.');
  }
}

/** Whether it looks like one: there is no class to ask in Node. */
function isDevice(device: unknown): boolean {
  if (device instanceof Device) return true;
  return typeof device === 'object' && device !== null && 'queue' in device && 'limits' in device;
}
