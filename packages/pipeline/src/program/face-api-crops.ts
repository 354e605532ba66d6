import type { Crop, Edges, Size } from '@facegpu/kernels';
import type { Box, Point } from '../api/face.ts';

/**
 * How face-api 1.7 cuts faces out of a photo: upright boxes of whole pixels, padded with black to a
 * square and resized by TensorFlow.js, which samples pixel corners and doesn't average.
 */

/** A part of a photo in whole pixels. */
export type Part = Box;

/** The part of the photo that a box covers: clipped at the photo's edges, then rounded down. */
export function clippedPart({ x, y, width, height }: Box, photo: Size): Part {
  const left = Math.max(x, 0);
  const top = Math.max(y, 0);
  return {
    x: Math.floor(left),
    y: Math.floor(top),
    width: Math.floor(Math.min(x + width - left, photo.width - left)),
    height: Math.floor(Math.min(y + height - top, photo.height - top)),
  };
}

/** The crop that puts a part into the middle of a black square and resizes that to `size` pixels. */
export function partCrop(part: Part, size: number): Crop {
  const side = Math.max(part.width, part.height);
  // Of an odd number of missing rows or columns, the larger half goes behind.
  const before = (extent: number) => side - extent - Math.round((side - extent) / 2);
  const left = part.x - before(part.width);
  const top = part.y - before(part.height);
  const scale = side / size;
  const shift = (1 - scale) / 2;
  return {
    map: { x: [scale, 0, left + shift], y: [0, scale, top + shift] },
    window: edges(part),
    bounds: edges({ x: left, y: top, width: side, height: side }),
  };
}

/**
 * Landmarks in pixels of the photo, from a network's output.
 *
 * @param output x and y of each point, in shares of the input's side
 * @param box the detector's own box: points are counted from its corner, not from the part's
 */
export function partLandmarks(output: ArrayLike<number>, part: Part, box: Box): Point[] {
  const side = Math.max(part.width, part.height);
  const points: Point[] = [];
  for (let i = 0; i < output.length; i += 2) {
    points.push([
      box.x + output[i] * side - (side - part.width) / 2,
      box.y + output[i + 1] * side - (side - part.height) / 2,
    ]);
  }
  return points;
}

/** Where the eyes and the mouth should lie in a square around a face, and how large that is. */
const centreX = 0.5;
const centreY = 0.43;
const eyesToMouth = 0.45;

/** The square around eyes and mouth that the recognition network is shown. */
export function recognitionBox(landmarks: readonly Point[], part: Part): Box {
  const centres = [landmarks.slice(36, 42), landmarks.slice(42, 48), landmarks.slice(48, 68)].map(
    mean,
  );
  const [leftEye, rightEye, mouth] = centres as [Point, Point, Point];
  const toMouth = ([x, y]: Point) => Math.hypot(mouth[0] - x, mouth[1] - y);
  const size = Math.floor((toMouth(leftEye) + toMouth(rightEye)) / 2 / eyesToMouth);
  const [x, y] = mean(centres);
  const left = Math.floor(Math.max(0, x - centreX * size));
  const top = Math.floor(Math.max(0, y - centreY * size));
  return {
    x: left,
    y: top,
    width: Math.min(size, part.width + left),
    height: Math.min(size, part.height + top),
  };
}

/** The box around the landmarks, a tenth wider on each side, that the attribute networks are shown. */
export function attributeBox(landmarks: readonly Point[]): Box {
  const xs = landmarks.map(([x]) => x);
  const ys = landmarks.map(([, y]) => y);
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  const width = Math.max(...xs) - left;
  const height = Math.max(...ys) - top;
  return { x: left - width * 0.1, y: top - height * 0.1, width: width * 1.2, height: height * 1.2 };
}

function mean(points: readonly Point[]): Point {
  const sum = points.reduce<Point>(([sx, sy], [x, y]) => [sx + x, sy + y], [0, 0]);
  return [sum[0] / points.length, sum[1] / points.length];
}

function edges({ x, y, width, height }: Box): Edges {
  return [x, y, x + width, y + height];
}
