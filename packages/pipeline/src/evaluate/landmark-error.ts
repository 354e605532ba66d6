import type { Point } from '../api/face.ts';
import { landmarkOrders, mapLandmarks } from '../landmark/orders.ts';

/** What marked landmarks are compared with: pairs of places, each the mean of some landmarks. */
export interface CommonPoints {
  /** Members of each among those that a network found. */
  readonly found: readonly (readonly number[])[];
  /** Members of each among those that were marked. */
  readonly marked: readonly (readonly number[])[];
}

/**
 * The points that two orders of landmarks have in common: all of the one that the other leads to, but
 * those that nothing stands for. Nothing where no way leads from one to the other.
 */
export function commonPoints(found: string, marked: string): CommonPoints | undefined {
  const onward = mapLandmarks(found, marked);
  const backward = onward ? undefined : mapLandmarks(marked, found);
  const map = onward ?? backward;
  if (!map) return undefined;
  const kept = map.flatMap((members, point) => (members.length > 0 ? [{ members, point }] : []));
  const sides = [kept.map(({ members }) => members), kept.map(({ point }) => [point])];
  const [a, b] = onward ? sides : sides.reverse();
  return { found: a, marked: b };
}

/** The outer corners of the eyes in iBUG's order. */
const eyeCorners = [36, 45] as const;

/**
 * The mean distance of points, as a share of the distance of the outer eye corners: the normalised mean
 * error of 300-W (Sagonas et al. 2013).
 *
 * @param marked in iBUG's order
 */
export function landmarkError(
  found: readonly Point[],
  marked: readonly Point[],
  common: CommonPoints,
): number {
  const [left, right] = eyeCorners.map((corner) => marked[corner]);
  const distances = common.found.map((members, i) => {
    return apart(meanOf(found, members), meanOf(marked, common.marked[i]));
  });
  const mean = distances.reduce((sum, distance) => sum + distance, 0) / distances.length;
  return mean / apart(left, right);
}

/** The order that marked landmarks have. */
export const markedOrder = 'ibug68';

export const markedPoints = landmarkOrders[markedOrder].points;

export interface LandmarkErrors {
  /** The mean of all faces that were found. */
  readonly nme: number;
  readonly median: number;
  /** The share of the photos whose face was not found, or whose error is above a tenth. */
  readonly failed: number;
}

/** @param errors of each photo; infinite where the face was not found */
export function summarizeErrors(errors: readonly number[]): LandmarkErrors {
  const found = errors.filter(Number.isFinite).sort((a, b) => a - b);
  const middle = (found.length - 1) / 2;
  const median = (found[Math.floor(middle)] + found[Math.ceil(middle)]) / 2;
  return {
    nme: found.reduce((sum, error) => sum + error, 0) / found.length,
    median,
    failed: errors.filter((error) => error > 0.1).length / errors.length,
  };
}

function meanOf(points: readonly Point[], members: readonly number[]): Point {
  const sum = (axis: 0 | 1) => members.reduce((total, member) => total + points[member][axis], 0);
  return [sum(0) / members.length, sum(1) / members.length];
}

function apart([x, y]: Point, [otherX, otherY]: Point): number {
  return Math.hypot(x - otherX, y - otherY);
}
