import { FaceGpuError } from '@facegpu/kernels';
import { show } from '../api/check-options.ts';
import type { Point } from '../api/face.ts';
import { landmarkOrders, mapLandmarks } from './orders.ts';

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
  const name = order ?? orderOf(landmarks.length);
  const known = Object.hasOwn(landmarkOrders, name) ? landmarkOrders[name] : undefined;
  if (known?.points !== landmarks.length) {
    throw new FaceGpuError(
      'bad-argument',
      `there are ${landmarks.length} landmarks, and the order is ${show(name)}`,
      'Give the landmarks of a face, and info.landmarkOrder of the pipeline that found them.',
    );
  }
  const common = name === 'five' ? 'five' : 'ibug68';
  const map = mapLandmarks(name, common) ?? [];
  const points = map.map((own) => meanOf(own.map((point) => landmarks[point])));
  const ranges = Object.entries(groups[common]).map(([group, [first, last]]) => {
    const own = first === undefined ? [] : points.slice(first, last + 1);
    return [group, own.filter((point) => point !== undefined)];
  });
  return Object.fromEntries(ranges) as LandmarkGroups;
}

/** The only order with so many points. */
function orderOf(points: number): string {
  const names = Object.keys(landmarkOrders).filter(
    (name) => landmarkOrders[name].points === points,
  );
  return names.length === 1 ? names[0] : 'not given';
}

function meanOf(points: readonly Point[]): Point | undefined {
  if (points.length === 0) return undefined;
  const sum = (axis: 0 | 1) => points.reduce((total, point) => total + point[axis], 0);
  return [sum(0) / points.length, sum(1) / points.length];
}
