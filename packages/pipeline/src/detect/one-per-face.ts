import type { Point } from '../api/face.ts';
import type { FoundFace } from '../program/program.ts';

/**
 * How far points of one face may be apart, as a share of their extent. Two boxes on a face lead to points within a
 * tenth of it; those of people who touch one another are apart by half of it at least.
 */
const mostApart = 0.2;

/**
 * Faces, the best first, without those that are a better one once more: whose landmarks, or keypoints where there
 * are none, lie where that one's do. A face without points is nobody else's.
 */
export function onePerFace<F extends Pick<FoundFace, 'landmarks' | 'keypoints'>>(
  faces: readonly F[],
): F[] {
  const kept: F[] = [];
  for (const face of faces) {
    if (!kept.some((better) => coincide(pointsOf(better), pointsOf(face)))) kept.push(face);
  }
  return kept;
}

function pointsOf({ landmarks, keypoints = [] }: Pick<FoundFace, 'landmarks' | 'keypoints'>) {
  return landmarks ?? keypoints;
}

/** Whether points of two faces, in one order, lie in the same places, and are as far from one another. */
function coincide(a: readonly Point[], b: readonly Point[]): boolean {
  const distance = a.reduce((sum, [x, y], i) => sum + Math.hypot(x - b[i][0], y - b[i][1]), 0);
  return distance < mostApart * Math.min(extent(a), extent(b)) * a.length;
}

/** The longer side of the rectangle around points. */
function extent(points: readonly Point[]): number {
  const along = (axis: 0 | 1) => {
    const places = points.map((point) => point[axis]);
    return Math.max(...places) - Math.min(...places);
  };
  return Math.max(along(0), along(1));
}
