import type { Expression, Gender } from '../attributes/labels.ts';
import type { Pose } from '../pose/pose.ts';

/** A rectangle in pixels of the upright photo; it may reach beyond the photo's edges. */
export interface Box {
  /** Left and top edge. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** x and y, in pixels of the upright photo, origin at the top left. */
export type Point = readonly [x: number, y: number];

/** What a recognition network makes of a face: faces of one person lie close together. */
export interface Descriptor {
  /**
   * The network, the hash of its weights and how the chip was cut. Descriptors with different stamps
   * can't be compared. Precision is no part of it: f16 moves a descriptor by about a hundredth of what two
   * photos of one person differ by.
   */
  readonly model: string;
  /** Of length 1 where the model's metric is `cosine`. */
  readonly values: Float32Array;
}

/** An image in memory: RGBA, a byte each, row after row. */
export interface ChipImage {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray<ArrayBuffer>;
}

/** What a face is worth for recognition, and what tells so. */
export interface Quality {
  /** From 0, of which nothing can be recognised, to 1. */
  readonly score: number;
  /** The root of the box's area, in pixels of the photo. */
  readonly size: number;
  /** Variance of the Laplacian of the chip's luma, of 0 to 255: little where a face is blurred, or small. */
  readonly sharpness: number;
  /** Mean luma of the chip, from 0 (black) to 1 (white). */
  readonly brightness: number;
  /** Standard deviation of the chip's luma, likewise. */
  readonly contrast: number;
  /** How the head is turned; not there where the landmarks don't tell. */
  readonly pose?: Pose;
  /**
   * How far the landmarks moved when they were looked for again in the aligned face, as a share of how far they are
   * spread; not there where nothing looked twice.
   */
  readonly landmarkShift?: number;
  /** The length of the descriptor as the first recognition model made it, before it was brought to length 1. */
  readonly norm?: number;
  /**
   * The distance between the descriptor and that of the chip's mirror image, by the metric of the first recognition
   * model; with `quality: 'thorough'`.
   */
  readonly mirrorDistance?: number;
}

/** A face that was found in a photo: what was asked for, and no more. */
export interface PartialFace {
  readonly box: Box;
  /** The detector's confidence, from 0 to 1. */
  readonly score: number;
  /** The detector's own points, where it has some: mostly eyes, nose and corners of the mouth. */
  readonly keypoints?: readonly Point[];
  /** Points in the order `info.landmarkOrder`: 68 as iBUG has them (jaw, brows, nose, eyes, mouth) unless told. */
  readonly landmarks?: readonly Point[];
  /** That of the first recognition model. */
  readonly descriptor?: Descriptor;
  /** Those of all recognition models, by the models' names. */
  readonly descriptors?: Readonly<Record<string, Descriptor>>;
  /** The aligned picture that the descriptor is made of; with the option `chips`. */
  readonly chip?: ChipImage;
  /** What it is worth for recognition; with the option `quality`. */
  readonly quality?: Quality;
  /** Probability of each expression; with the option `attributes`, like what follows. */
  readonly expressions?: Readonly<Record<Expression, number>>;
  /** Years. */
  readonly age?: number;
  readonly gender?: Gender;
  /** Probability of that gender. */
  readonly genderProbability?: number;
}

/** A face with what is found out of every face, unless told otherwise. */
export type Face = PartialFace &
  Required<Pick<PartialFace, 'landmarks' | 'descriptor' | 'descriptors'>>;
