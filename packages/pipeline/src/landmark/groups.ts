import type { Point } from '../api/face.ts';
import { inOrder, requireOrder } from './in-order.ts';

/** Landmarks by what they mark; left and right are the picture's. Empty where an order has none of them. */
export interface LandmarkGroups {
  readonly jaw: readonly Point[];
  readonly leftBrow: readonly Point[];
  readonly rightBrow: readonly Point[];
  readonly nose: readonly Point[];
  readonly leftEye: readonly Point[];
  readonly rightEye: readonly Point[];
  /** The edges of the lips, the outer one first. */
  readonly mouth: readonly Point[];
}

/** First and last point of each group, of iBUG's 68 and of five. */
const groups: Readonly<Record<string, Readonly<Record<keyof LandmarkGroups, readonly number[]>>>> =
  {
    ibug68: {
      jaw: [0, 16],
      leftBrow: [17, 21],
      rightBrow: [22, 26],
      nose: [27, 35],
      leftEye: [36, 41],
      rightEye: [42, 47],
      mouth: [48, 67],
    },
    five: {
      jaw: [],
      leftBrow: [],
      rightBrow: [],
      nose: [2, 2],
      leftEye: [0, 0],
      rightEye: [1, 1],
      mouth: [3, 4],
    },
  };

/**
 * The landmarks of a face, or its five keypoints, by what they mark. Orders with more points are brought to iBUG's 68.
 *
 * @param landmarks in pixels, which those of the groups are in too
 * @param order the pipeline's `info.landmarkOrder`; by the number of points where left out
 * @throws FaceGpuError `bad-argument` where the order is unknown, or has another number of points
 */
export function landmarkGroups(landmarks: readonly Point[], order?: string): LandmarkGroups {
  const name = requireOrder(landmarks, order);
  const common = name === 'five' ? 'five' : 'ibug68';
  const points = inOrder(landmarks, name, common) ?? [];
  const ranges = Object.entries(groups[common]).map(([group, [first, last]]) => {
    const own = first === undefined ? [] : points.slice(first, last + 1);
    return [group, own.filter((point) => point !== undefined)];
  });
  return Object.fromEntries(ranges) as LandmarkGroups;
}
