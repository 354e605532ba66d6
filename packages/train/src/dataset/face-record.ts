import type { Size } from '@facegpu/kernels';
import type { Box, Point } from '@facegpu/pipeline';
import type { ChipMeasures, Pose } from '@facegpu/pipeline/faces';
import { decodeDescriptor, encodeDescriptor } from './descriptor-lines.ts';

/** The face that a photo is about. */
export interface FaceRecord extends ChipMeasures {
  /** In pixels of the upright photo, like landmarks. */
  readonly box: Box;
  /** Of the upright photo, in pixels. */
  readonly photo: Size;
  /** The detector's confidence. */
  readonly score: number;
  /** In the order that the landmarker has. */
  readonly landmarks: readonly Point[];
  /** Not there where the landmarks don't tell. */
  readonly pose: Pose | undefined;
  /** Years, as a network guesses them, where it was asked. */
  readonly age: number | undefined;
  /** How many faces were found besides, and how prominent the first of those is beside this one, from 0 to 1. */
  readonly others: number;
  readonly rival: number;
  /** By the pipeline's recogniser, or by the one that the data set was prepared with instead. */
  readonly descriptor: Float32Array;
}

/** A record as JSON: landmarks to a hundredth of a pixel, the descriptor in base64. */
export function encodeRecord(face: FaceRecord | null): object {
  if (!face) return { face };
  const { box, landmarks, descriptor } = face;
  return {
    face: {
      ...face,
      box: [box.x, box.y, box.width, box.height].map(rounded),
      landmarks: landmarks.flatMap((point) => point.map(rounded)),
      descriptor: encodeDescriptor(descriptor),
    },
  };
}

/** How {@link encodeRecord} stores a face. */
type StoredFace = Omit<FaceRecord, 'box' | 'landmarks' | 'descriptor'> & {
  readonly box: readonly [number, number, number, number];
  readonly landmarks: readonly number[];
  readonly descriptor: string;
};

/** The reverse of {@link encodeRecord}; nothing where it isn't one. */
export function decodeRecord(json: object): FaceRecord | null | undefined {
  const { face } = json as { readonly face?: StoredFace | null };
  if (!face) return face;
  if (!Array.isArray(face.box) || !Array.isArray(face.landmarks)) return undefined;
  if (typeof face.descriptor !== 'string') return undefined;
  const [x, y, width, height] = face.box;
  return {
    ...face,
    box: { x, y, width, height },
    landmarks: Array.from({ length: face.landmarks.length / 2 }, (_, i): Point => {
      return [face.landmarks[2 * i], face.landmarks[2 * i + 1]];
    }),
    descriptor: decodeDescriptor(face.descriptor),
  };
}

function rounded(pixels: number): number {
  return Math.round(pixels * 100) / 100;
}
