import { type AdapterInfo, Device, FaceGpuError, type RealType } from '@facegpu/kernels';
import { Model } from '@facegpu/nn';
import { type AlignmentWay, alignmentWays } from '../align/way.ts';
import type { Calibration } from '../calibration/calibration.ts';
import type { Metric } from '../match/metric.ts';
import type { Threshold } from '../match/thresholds.ts';
import type { ModelChoice } from '../models/choice.ts';
import type { Pixels } from '../photo/photo.ts';
import type { CompatPrograms } from '../program/compat-programs.ts';
import {
  abortSignal,
  anything,
  callback,
  countOf,
  flag,
  identifyRules,
  notNegative,
  type OptionRule,
  type OptionRules,
  oneOf,
  requireOptions,
  share,
} from './check-options.ts';
import type { Face, PartialFace } from './face.ts';
import { isKind } from './kinds.ts';
import { type Tables, tableNames } from './tables.ts';

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

export interface PipelineOptions extends Partial<Tables> {
  /** A device to work on; the best adapter of the machine where left out. */
  readonly device?: GPUDevice | Device;
  /** Folder or URL with the model files; those of `@facegpu/models` where left out (in Node). */
  readonly models?: string | URL;
  /**
   * Finds faces: `ssd` unless told; `tiny`, which is faster; `ultraface`, which is, too, and with `tiles` finds most in
   * crowds; or any other detector.
   */
  readonly detector?: ModelChoice;
  /**
   * Finds landmarks: the shipped `landmarks-68` unless told. With `false`, the detector's own keypoints are
   * the landmarks: faster, and a little less exact; the detector must find some, as YuNet and SCRFD do.
   */
  readonly landmarker?: ModelChoice | false;
  /**
   * Makes descriptors: `arcface` (MobileFaceNet, 512 numbers) knows more people than `dlib` (128 numbers),
   * the network of face-api and of older galleries; or any other recogniser. `arcface` unless told, but
   * `dlib` in compat mode.
   */
  readonly recognizer?: ModelChoice;
  /**
   * Several recognition models instead of one. Each makes a descriptor of every face, from chips of its
   * own; the first makes `descriptor`.
   */
  readonly recognizers?: readonly ModelChoice[];
  /**
   * `face-api` cuts faces as that library does: upright boxes, no second pass, no second try. Node has it
   * at hand; in the browser, give `compatPrograms` along.
   */
  readonly compat?: keyof CompatPrograms;
  /** Averages each descriptor with that of the chip's mirror image: slower, and a little better. */
  readonly mirror?: boolean;
  /**
   * What distances mean for photos like one's own, as `facegpu calibrate` measured it: `compare` and galleries go by
   * its thresholds, and say how probable it is that two faces are one person's. The model's own thresholds where left
   * out.
   */
  readonly calibration?: Calibration;
  /**
   * How faces are aligned for recognition: turned, scaled and moved (`similarity`), or as seen from the front
   * (`frontal`), by a model of a face in three dimensions; `both` averages the descriptors. `similarity` unless told. Node
   * has all of it at hand; in the browser, give `alignments` along.
   */
  readonly alignment?: AlignmentWay;
  /** What tensors are stored in; `f16` needs an adapter that has it. */
  readonly precision?: RealType;
  /** Photos with a longer side are reduced to this many pixels before anything else; 4096. */
  readonly maxSide?: number;
  /**
   * In Node: files with more pixels are refused before they are decoded; 268 million. Each takes four bytes of memory
   * while the photo is decoded.
   */
  readonly maxPixels?: number;
  /**
   * In Node: of a file that is damaged or cut off, what can be decoded is taken, and the rest is grey; else that is
   * `bad-image`. Browsers do so anyway. `false` unless told.
   */
  readonly lenient?: boolean;
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
  /**
   * How many faces at most, the most certain ones; 1000 unless told. At a `minScore` of 0 a detector has
   * thousands of boxes.
   */
  readonly maxFaces?: number;
  /** Faces whose box is at least this wide and high, in pixels of the upright photo; 0 unless told. */
  readonly minSize?: number;
  /**
   * A box that overlaps a better one by more than this, as intersection over union, from 0 to 1, is the same
   * face; what the detector's file says unless told. Boxes whose landmarks coincide are one face at any overlap,
   * but for `compat`.
   */
  readonly iouThreshold?: number;
  /**
   * Also find the landmarks; true. What isn't wanted isn't computed: without landmarks, there is
   * nothing but boxes and scores.
   */
  readonly landmarks?: boolean;
  /** Also make descriptors; true, where landmarks are found. */
  readonly descriptors?: boolean;
  /** Also guess expression, age and gender. The networks are loaded when first wanted. */
  readonly attributes?: boolean;
  /**
   * The photo is upright, and its faces to within some 40 degrees. Where no face is found, or none but doubtful
   * ones, it is looked at smaller and turned, too; unless this is true, as for videos, say: then only where no face
   * is found, and smaller. `false` unless told.
   */
  readonly upright?: boolean;
  /**
   * Also look at parts of the photo, for faces that are small in it, as in a large photo of a crowd: a detector sees
   * all of it at a few hundred pixels. The smaller `minSize` is, down to 20 pixels, the more looks are taken: some 120 of
   * 12 megapixels, 27 with a `minSize` of 40. Not with `compat`. `false` unless told.
   */
  readonly tiles?: boolean;
  /** Also return the aligned picture of each face. */
  readonly chips?: boolean;
  /**
   * Also tell what each face is worth for recognition: `face.quality`. It takes the GPU no longer, but for the way back
   * of the aligned pictures. With `thorough`, the first recognition model also looks at the mirror image of each
   * face, one after the other: as long again as descriptors take, for a better score; not where descriptors are means
   * already, by the pipeline's `mirror: true` or `alignment: 'both'`. `false` unless told.
   */
  readonly quality?: boolean | 'thorough';
  /** Also return the photo as faces were sought in it. */
  readonly pixels?: boolean;
  /** Also measure how long each stage takes; the photo takes a little longer then. */
  readonly timings?: boolean;
  /** Cancels the call. */
  readonly signal?: AbortSignal;
}

/** How faces are found and named. */
export interface IdentifyPhotoOptions extends Omit<DetectOptions, 'landmarks' | 'descriptors'> {
  /** How many people to name at most for each face; 1 unless told. */
  readonly k?: number;
  /** The share of strangers' faces that may be given a name; 0.01 unless told. */
  readonly falseNames?: number;
  /** Instead of that: the distance below which a face is taken for a person's. */
  readonly threshold?: number;
  /**
   * The least quality of a face that is compared, from 0 to 1: one that is worth less is nobody's. All are compared where
   * left out, though thresholds promise little for faces below 0.5, which strangers' faces are often near to.
   */
  readonly minQuality?: number;
}

/** Options that leave out nothing of a {@link Face}. */
export type WholeFaces = DetectOptions & {
  readonly landmarks?: true | undefined;
  readonly descriptors?: true | undefined;
};

/** The faces of a photo. */
export interface Detection<F extends PartialFace = Face> {
  /** Of the upright photo, in pixels. */
  readonly width: number;
  readonly height: number;
  /** The most certain first. */
  readonly faces: F[];
  /**
   * The upright photo as RGBA, with the option `pixels`; smaller than `width` × `height` where that is above
   * `maxSide`.
   */
  readonly pixels?: Pixels;
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

/** A part of the way from pixels to names. */
export type StageName = 'detect' | 'landmark' | 'embed' | 'attributes' | 'match';

/** What a pipeline runs on, and what its first recognition model makes. */
export interface PipelineInfo extends Omit<RecognizerInfo, 'name'> {
  readonly adapter: AdapterInfo;
  /** The adapter computes on the processor's own cores. */
  readonly software: boolean;
  readonly precision: RealType;
  /** The detector: `ssd`, `tiny`, `ultraface`, or the name that another one's file has for it. */
  readonly detector: string;
  /** The name of the landmarker; `none` where the detector's keypoints are the landmarks. */
  readonly landmarker: string;
  /** What landmarks are, one after the other: `ibug68`, `five` … */
  readonly landmarkOrder: string;
  /** All recognition models. */
  readonly recognizers: readonly RecognizerInfo[];
}

/** A recognition model. */
export interface RecognizerInfo {
  readonly name: string;
  /** The stamp of its descriptors. */
  readonly model: string;
  /** Numbers of a descriptor. */
  readonly dimensions: number;
  /** What the distance of two descriptors is. */
  readonly metric: Metric;
  /** Distance below which two faces are taken for one person's: that at a false-match rate of 1e-4. */
  readonly threshold: number;
  /** Measured distances at false-match rates, the largest rate first. */
  readonly thresholds: readonly Threshold[];
  /** What the thresholds come of, where that isn't the model's file. */
  readonly calibration?: Calibration;
}

const modelChoice: OptionRule = {
  is: isModel,
  fix: 'Give the name, the path or the address of a model file, or a loaded model.',
};

const pipelineRules: OptionRules<PipelineOptions> = {
  device: {
    is: isDevice,
    wrong: () => 'the device is not a GPUDevice',
    fix: 'Give one, or leave it out.',
  },
  models: {
    is: (value) => typeof value === 'string' || isKind(value, 'URL'),
    fix: 'Give the path or the address of a folder.',
  },
  detector: modelChoice,
  landmarker: { ...modelChoice, is: (value) => value === false || isModel(value) },
  recognizer: modelChoice,
  recognizers: {
    is: (value) => Array.isArray(value) && value.length > 0 && value.every(isModel),
    fix: 'Give a list of names, paths or addresses of model files, or of models.',
  },
  operators: tableOf('Give a table of @facegpu/nn, allOperators perhaps.'),
  decoders: tableOf('Give a table of decoders, allDecoders perhaps.'),
  landmarkDecoders: tableOf('Give a table of landmark decoders, allLandmarkDecoders perhaps.'),
  compatPrograms: tableOf('Give compatPrograms of @facegpu/pipeline.'),
  alignments: tableOf('Give alignments of @facegpu/pipeline/alignments.'),
  compat: oneOf('compat mode', ['face-api']),
  alignment: oneOf('alignment', alignmentWays),
  mirror: flag,
  calibration: {
    is: (value) => typeof value === 'object' && value !== null,
    fix: 'Give what facegpu calibrate wrote, parsed.',
  },
  precision: oneOf('precision', ['f32', 'f16']),
  maxSide: countOf('pixels'),
  maxPixels: countOf('pixels'),
  lenient: flag,
  worker: anything,
  cache: flag,
  onProgress: callback,
  signal: abortSignal,
};

/** @throws FaceGpuError `bad-argument` */
export function requirePipelineOptions(options: PipelineOptions): void {
  requireOptions('create', options, pipelineRules);
  const { alignment = 'similarity', device, compat, mirror, recognizers, worker } = options;
  const { detector, landmarker, recognizer } = options;
  const exclude = (what: string, fix: string) => {
    throw new FaceGpuError('bad-argument', `${what} exclude each other`, fix);
  };
  if (device && worker !== undefined) {
    exclude('device and worker', 'A worker makes a device of its own.');
  }
  const table = tableNames.find((name) => options[name]);
  if (table && worker !== undefined) {
    exclude(
      `${table} and worker`,
      'Functions can’t be sent: give them to servePipelines in its script.',
    );
  }
  if (compat && mirror) exclude('compat and mirror', 'Choose one of them.');
  if (compat && alignment !== 'similarity') {
    exclude(`compat and alignment: ${alignment}`, 'Choose one of them.');
  }
  if (compat && recognizers) exclude('compat and recognizers', 'Choose one of them.');
  if (compat && landmarker === false) {
    exclude('compat and landmarker: false', 'The way of face-api needs a landmarker.');
  }
  if (recognizer && recognizers) {
    exclude('recognizer and recognizers', 'Give the one, or a list of several.');
  }
  const models = [detector, landmarker, recognizer, ...(recognizers ?? [])];
  if (worker !== undefined && models.some((model) => model instanceof Model)) {
    exclude('worker and loaded models', 'Give names or addresses of files: the worker loads them.');
  }
}

const detectRules: OptionRules<DetectOptions> = {
  minScore: share,
  maxFaces: countOf('faces'),
  minSize: notNegative,
  iouThreshold: share,
  landmarks: flag,
  descriptors: flag,
  attributes: flag,
  upright: flag,
  tiles: flag,
  chips: flag,
  quality: {
    is: (value) => typeof value === 'boolean' || value === 'thorough',
    fix: "Give true, false or 'thorough', or leave it out.",
  },
  pixels: flag,
  timings: flag,
  signal: abortSignal,
};

/** @throws FaceGpuError `bad-argument` */
export function requireDetectOptions(options: DetectOptions): void {
  requireOptions('detect', options, detectRules);
  if (options.quality === 'thorough' && options.descriptors === false) {
    throw new FaceGpuError(
      'bad-argument',
      'a thorough quality needs descriptors, which are false',
      'Leave descriptors out, or give quality: true.',
    );
  }
  if (options.landmarks !== false) return;
  const needing = (['descriptors', 'attributes', 'chips', 'quality'] as const).find(
    (name) => options[name],
  );
  if (needing === undefined) return;
  throw new FaceGpuError(
    'bad-argument',
    `${needing} ${needing === 'quality' ? 'needs' : 'need'} landmarks, which are false`,
    'Leave landmarks out, or what needs them.',
  );
}

const { landmarks: _, descriptors: __, ...otherRules } = detectRules;
const identifyPhotoRules: OptionRules<IdentifyPhotoOptions> = {
  ...otherRules,
  ...identifyRules,
  minQuality: share,
};

/** @throws FaceGpuError `bad-argument` */
export function requireIdentifyPhotoOptions(options: IdentifyPhotoOptions): void {
  requireOptions('identify', options, identifyPhotoRules);
}

function tableOf(fix: string): OptionRule {
  return { is: (value) => typeof value === 'object' && value !== null, fix };
}

/** Whether it looks like one: there is no class to ask in Node. */
function isDevice(device: unknown): boolean {
  if (device instanceof Device) return true;
  return typeof device === 'object' && device !== null && 'queue' in device && 'limits' in device;
}

function isModel(model: unknown): boolean {
  if (typeof model === 'string') return model !== '';
  return isKind(model, 'URL') || model instanceof Model;
}
