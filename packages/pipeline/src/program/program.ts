import { type Device, FaceGpuError, type RealType } from '@facegpu/kernels';
import { type Model, mostImages } from '@facegpu/nn';
import type { AlignmentWay } from '../align/way.ts';
import type { Box, ChipImage, Point } from '../api/face.ts';
import type { StageName } from '../api/options.ts';
import type { Tables } from '../api/tables.ts';
import type { AttributeModels, Attributes } from '../attributes/attributes.ts';
import type { WantedBoxes } from '../detect/detector.ts';
import type { FlatIndex } from '../match/flat-index.ts';
import type { Neighbours } from '../match/vector-index.ts';
import { badImage, type Photo } from '../photo/photo.ts';

/** What a caller wants of a photo. */
export interface DetectRequest {
  /** Which boxes of the detector are faces; of a `minSize` in pixels of the photo as it was uploaded. */
  readonly boxes: WantedBoxes;
  /** What isn't wanted isn't computed, unless something else needs it. */
  readonly landmarks: boolean;
  readonly descriptors: boolean;
  readonly chips: boolean;
  /** The networks that guess attributes, where those are wanted. */
  readonly attributes: AttributeModels | undefined;
  /** What the descriptors are to be compared with. */
  readonly match: MatchRequest | undefined;
  /** The photo is a chip: nothing but a descriptor is wanted, by the first recognition model. */
  readonly isChip: boolean;
  /** Whether all faces are upright: turned copies are not looked at. */
  readonly upright: boolean;
  /** Whether parts of the photo are looked at, too: for faces that are small in it. */
  readonly tiles: boolean;
  /** The part of the photo that is looked at, in its pixels; all of it where left out. */
  readonly region?: Box | undefined;
  /** By how many degrees the faces are rolled clockwise, to within some 40. */
  readonly roll: number;
  /**
   * How many times wider and higher than it has to be the canvas is in which the photo is looked at: the next
   * one is tried where nothing was found.
   */
  readonly zooms: readonly number[];
  /** Whether the stages are to be measured. */
  readonly timings: boolean;
  /** Cancels what has not been submitted yet. */
  readonly signal: AbortSignal | undefined;
}

/** An index, and what is wanted of it. */
export interface MatchRequest {
  readonly index: FlatIndex;
  /** Which of the recognition models made what is in it. */
  readonly recognizer: number;
  /** How many neighbours are wanted of each face. */
  readonly rows: number;
}

/** What came of a photo. */
export interface Findings {
  readonly faces: FoundFace[];
  /** Milliseconds on the GPU, where they were asked for and can be had. */
  readonly stages: Readonly<Partial<Record<StageName, number>>>;
}

/** A face, in pixels of the photo as it was uploaded. */
export interface FoundFace {
  readonly box: Box;
  readonly score: number;
  /** The detector's own points, where it has some. */
  readonly keypoints?: readonly Point[];
  /** What was wanted, and no more. */
  readonly landmarks?: readonly Point[];
  /**
   * How far a second look has moved the landmarks, as a share of how far they are spread; not there where
   * nothing looked twice.
   */
  readonly landmarkShift?: number;
  /** Of each recognition model, in their order. */
  readonly descriptors?: readonly Float32Array<ArrayBuffer>[];
  /** How long each of them was as its network made it. */
  readonly norms?: readonly number[];
  readonly chip?: ChipImage;
  readonly attributes?: Attributes;
  /** What the index has nearest to the descriptor; not there where that isn't done on the way. */
  readonly neighbours?: Neighbours;
}

/** A way from a photo to descriptors. */
export interface Program {
  /** Numbers of a descriptor, for each recognition model. */
  readonly dimensions: readonly number[];
  /** What the landmarks are: a name of `landmark/orders.ts`. */
  readonly landmarkOrder: string;
  /** Photos that can be in flight: each call has a lane to itself. */
  readonly lanes: number;
  /** @param lane from 0, in which no other call is under way */
  detect(photo: Photo, request: DetectRequest, lane: number): Promise<Findings>;
  dispose(): void;
}

export interface ProgramOptions extends Omit<Tables, 'compatPrograms'> {
  readonly device: Device;
  readonly precision: RealType;
  /** Whether descriptors are averaged with those of the chips' mirror images. */
  readonly mirror: boolean;
  /** How chips for recognition are aligned. */
  readonly alignment: AlignmentWay;
  readonly detector: Model;
  /** The detector's own keypoints are the landmarks where there is none. */
  readonly landmarker: Model | undefined;
  /** One at least. */
  readonly embedders: readonly Model[];
  /** Hears of each network that it was compiled. */
  readonly onCompiled: () => void;
}

/** The most faces that go through the networks at once; more go in further submits. */
const mostAtOnce = 16;

/** Faces that go through the networks at once: as many as the graphs of all of them take. */
export function capacityOf({
  landmarker,
  embedders,
}: Pick<ProgramOptions, 'landmarker' | 'embedders'>): number {
  const models = landmarker ? [landmarker, ...embedders] : embedders;
  const most = models.map(({ metadata: { graph, input } }) =>
    input ? mostImages(graph, input) : mostAtOnce,
  );
  return Math.min(mostAtOnce, ...most);
}

/**
 * What came of a picture that is a chip.
 */
export function chipFindings(
  { width, height }: Pick<Photo, 'width' | 'height'>,
  descriptor: Float32Array<ArrayBuffer>,
): Findings {
  const box = { x: 0, y: 0, width, height };
  return { faces: [{ box, score: 1, descriptors: [descriptor] }], stages: {} };
}

/** @throws FaceGpuError `bad-argument` where descriptors are made of two chips */
export function requireOneChip(alignment: AlignmentWay): void {
  if (alignment !== 'both') return;
  throw new FaceGpuError(
    'bad-argument',
    'a chip shows one alignment, and descriptors are of both',
    'Give the photo to detect, or create the pipeline with one alignment.',
  );
}

/** @throws FaceGpuError `bad-image` where the picture can't be a chip */
export function requireSquare({ width, height }: Pick<Photo, 'width' | 'height'>): void {
  if (width === height) return;
  throw badImage(
    `a chip is of ${width}×${height} pixels`,
    'Give a square, as detect cuts it with the option chips.',
  );
}
