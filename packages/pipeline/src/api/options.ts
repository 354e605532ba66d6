import { type AdapterInfo, Device, FaceGpuError, type RealType } from '@facegpu/kernels';
import type { Pixels } from '../photo/photo.ts';
import type { Face } from './face.ts';

/**
 * What a photo can be given as: the address of a file (in Node a path too), its bytes, or pixels; in
 * the browser also whatever it can draw, such as an image element, a video, a canvas or a bitmap.
 */
export type PhotoInput =
  | string
  | URL
  | Uint8Array
  | ArrayBuffer
  | Pixels
  | Blob
  | Exclude<ImageBitmapSource, ImageData>;

export interface PipelineOptions {
  /** A device to work on; the best adapter of the machine where left out. */
  readonly device?: GPUDevice | Device;
  /** Folder or URL with the model files; those of `@facegpu/models` where left out (in Node). */
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
  /**
   * In the browser: runs everything in this worker, or in a new one from this URL, so that the page
   * never waits. The script is `@facegpu/pipeline/worker`, or `facegpu.min.js` itself. A Worker may be
   * shared by several pipelines, and do other things besides; it has 30 seconds to answer.
   * Bytes or pixels of more than 4 MB must stay as they are until `detect` is done with them: they
   * are copied in pieces.
   */
  readonly worker?: Worker | string | URL;
  /** In the browser: keeps the model files for later visits, without a network too; true. */
  readonly cache?: boolean;
  /** Hears how far {@link FacePipeline.create} has come. */
  readonly onProgress?: (progress: LoadProgress) => void;
  /** Cancels the creation. */
  readonly signal?: AbortSignal;
}

/** How far a pipeline's creation has come. */
export interface LoadProgress {
  /** First the model files are read, then their networks are compiled. */
  readonly stage: 'models' | 'compile';
  /** Bytes of model files, or networks. */
  readonly loaded: number;
  readonly total: number;
}

export interface DetectOptions {
  /** Faces with a score above this, from 0 to 1; 0.3 unless told. */
  readonly minScore?: number;
  /** Also guess expression, age and gender. The networks are loaded when first wanted. */
  readonly attributes?: boolean;
  /** Also return the aligned picture of each face. */
  readonly chips?: boolean;
  /** Also measure how long each stage takes; the photo takes a little longer then. */
  readonly timings?: boolean;
  /** Cancels the call. */
  readonly signal?: AbortSignal;
}

/** The faces of a photo. */
export interface Detection {
  /** Of the upright photo, in pixels. */
  readonly width: number;
  readonly height: number;
  /** The most certain first. */
  readonly faces: Face[];
  /** With the option `timings`. */
  readonly timings?: Timings;
}

/** How long the parts of a call took, in milliseconds. */
export interface Timings {
  /** From the input to pixels. */
  readonly decode: number;
  /** From the upload of the pixels to the readback of the faces. */
  readonly compute: number;
  /** What the GPU needed for each network and what prepares its input, where it has a clock. */
  readonly stages: Readonly<Partial<Record<StageName, number>>>;
}

/** A part of the way from pixels to descriptors. */
export type StageName = 'detect' | 'landmark' | 'embed' | 'attributes';

/** What a pipeline runs on. */
export interface PipelineInfo {
  readonly adapter: AdapterInfo;
  /** The adapter computes on the processor's own cores. */
  readonly software: boolean;
  readonly precision: RealType;
  readonly detector: 'ssd' | 'tiny';
  /** The stamp of the descriptors that it makes. */
  readonly model: string;
  /** Numbers of a descriptor. */
  readonly dimensions: number;
  /** Distance below which two faces are taken for one person's. */
  readonly threshold: number;
}

/** @throws FaceGpuError `bad-argument` */
export function requireOptions(options: PipelineOptions): void {
  const { device, detector, compat, precision, maxSide, mirror, worker } = options;
  const wrong = (what: string, fix: string) => new FaceGpuError('bad-argument', what, fix);
  if (device !== undefined && !isDevice(device)) {
    throw wrong('the device is not a GPUDevice', 'Give one, or leave it out.');
  }
  if (device !== undefined && worker !== undefined) {
    throw wrong('device and worker exclude each other', 'A worker makes a device of its own.');
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

/** @throws FaceGpuError `bad-argument` */
export function requireDetectOptions({ minScore = 0 }: DetectOptions): void {
  if (typeof minScore === 'number' && minScore >= 0 && minScore <= 1) return;
  throw new FaceGpuError('bad-argument', `minScore is ${minScore}`, 'Give a number from 0 to 1.');
}

/** Whether it looks like one: there is no class to ask in Node. */
function isDevice(device: unknown): boolean {
  if (device instanceof Device) return true;
  return typeof device === 'object' && device !== null && 'queue' in device && 'limits' in device;
}
