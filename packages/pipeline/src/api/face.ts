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
   * can't be compared.
   */
  readonly model: string;
  readonly values: Float32Array;
}

/** An image in memory: RGBA, a byte each, row after row. */
export interface ChipImage {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray<ArrayBuffer>;
}

/** A face that was found in a photo. */
export interface Face {
  readonly box: Box;
  /** The detector's confidence, from 0 to 1. */
  readonly score: number;
  /** 68 points in the iBUG order: jaw, brows, nose, eyes, mouth. */
  readonly landmarks: readonly Point[];
  readonly descriptor: Descriptor;
  /** The aligned picture that the descriptor was made of; with the option `chips`. */
  readonly chip?: ChipImage;
  /** Probability of each expression; with the option `attributes`, like what follows. */
  readonly expressions?: Readonly<Record<string, number>>;
  /** Years. */
  readonly age?: number;
  readonly gender?: string;
  /** Probability of that gender. */
  readonly genderProbability?: number;
}
