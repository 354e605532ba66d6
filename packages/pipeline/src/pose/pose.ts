import type { Point } from '../api/face.ts';
import { inOrder, requireOrder } from '../landmark/in-order.ts';
import { faceShape, firstOfShape } from './face-shape.ts';

type Vector = readonly [number, number, number];

/** How a head is turned, in degrees; 0 each where it looks straight at the camera. */
export interface Pose {
  /** To the right of the picture: positive. */
  readonly yaw: number;
  /** Upwards: positive. */
  readonly pitch: number;
  /** Clockwise in the picture: positive. */
  readonly roll: number;
}

/**
 * The pose of a head by its landmarks: the affine camera that takes a mean face to them with the least
 * squares of errors, and the rotation nearest to it. On faces that are turned by more than some 60° it is
 * as wrong as the landmarks are.
 *
 * @param landmarks of a face
 * @param order the pipeline's `info.landmarkOrder`; by the number of points where left out
 * @returns nothing where an order says too little of a face, as `five` does, or the points lie on one line
 * @throws FaceGpuError `bad-argument` where the order is unknown, or has another number of points
 */
export function poseOf(landmarks: readonly Point[], order?: string): Pose | undefined {
  const points = inOrder(landmarks, requireOrder(landmarks, order), 'ibug68');
  return points && fitPose(points);
}

/** @param landmarks 68 points in iBUG's order, some of which may be unknown */
export function fitPose(landmarks: readonly (Point | undefined)[]): Pose | undefined {
  const pairs = faceShape.flatMap((place, i) => {
    const point = landmarks[firstOfShape + i];
    return point ? [{ place, point }] : [];
  });
  const camera = fitCamera(pairs);
  if (!camera) return undefined;
  const { right, down } = camera;
  const first = unit(right);
  const second = first && unit(subtract(down, scale(first, dot(down, first))));
  const other = unit(down);
  const otherFirst = other && unit(subtract(right, scale(other, dot(right, other))));
  if (!first || !second || !other || !otherFirst) return undefined;
  // Between the two ways to make the rows perpendicular, so that neither is trusted more.
  const x = unit(add(first, otherFirst)) ?? first;
  const y = unit(subtract(add(second, other), scale(x, dot(add(second, other), x)))) ?? second;
  const z = cross(x, y);
  const roll = Math.atan2(y[0], x[0]);
  // The camera's axes turned with the head, so that yaw and pitch are those of an upright picture.
  const [sin, cos] = [Math.sin(roll), Math.cos(roll)];
  const across = cos * x[2] + sin * y[2];
  const along = cos * y[2] - sin * x[2];
  return {
    yaw: inDegrees(Math.atan2(-across, z[2])),
    pitch: inDegrees(Math.asin(Math.max(-1, Math.min(1, along)))),
    roll: inDegrees(roll),
  };
}

function inDegrees(radians: number): number {
  return (radians * 180) / Math.PI;
}

interface Pair {
  /** On the mean face. */
  readonly place: Vector;
  /** In the photo. */
  readonly point: Point;
}

/** Fewer points than this say little of three axes. */
const fewest = 8;

/** What x and y in the photo grow by along the axes of the mean face. */
function fitCamera(pairs: readonly Pair[]): { right: Vector; down: Vector } | undefined {
  if (pairs.length < fewest) return undefined;
  const mean = (of: (pair: Pair) => number) =>
    pairs.reduce((sum, pair) => sum + of(pair), 0) / pairs.length;
  const centre = axes.map((axis) => mean(({ place }) => place[axis]));
  const centred = axes.map((axis) => (pair: Pair) => pair.place[axis] - centre[axis]);
  const products = (of: (pair: Pair) => number): Vector => {
    const [x, y, z] = centred.map((coordinate) => mean((pair) => coordinate(pair) * of(pair)));
    return [x, y, z];
  };
  const [a, b, c] = centred.map(products);
  const determinant = dot(a, cross(b, c));
  if (!(Math.abs(determinant) > 1e-12)) return undefined;
  /** Cramer's rule; the products are symmetric, so that their rows are columns. */
  const solve = (of: (pair: Pair) => number): Vector => {
    const wanted = products(of);
    const share = (x: Vector, y: Vector, z: Vector) => dot(x, cross(y, z)) / determinant;
    return [share(wanted, b, c), share(a, wanted, c), share(a, b, wanted)];
  };
  return { right: solve(({ point }) => point[0]), down: solve(({ point }) => point[1]) };
}

const axes = [0, 1, 2] as const;

function dot(a: Vector, b: Vector): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

function cross(a: Vector, b: Vector): Vector {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}

function add(a: Vector, b: Vector): Vector {
  return [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
}

function scale(a: Vector, factor: number): Vector {
  return [a[0] * factor, a[1] * factor, a[2] * factor];
}

function subtract(a: Vector, b: Vector): Vector {
  return add(a, scale(b, -1));
}

function unit(a: Vector): Vector | undefined {
  const length = Math.sqrt(dot(a, a));
  return length > 1e-9 ? scale(a, 1 / length) : undefined;
}
