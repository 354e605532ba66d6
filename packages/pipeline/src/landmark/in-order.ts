import { FaceGpuError } from '@facegpu/kernels';
import { show } from '../api/check-options.ts';
import type { Point } from '../api/face.ts';
import { landmarkOrders, mapLandmarks } from './orders.ts';

/**
 * What the landmarks of a face are.
 *
 * @param order as a pipeline's `info.landmarkOrder` has it; by the number of points where left out
 * @throws FaceGpuError `bad-argument` where the order is unknown, or has another number of points
 */
export function requireOrder(landmarks: readonly Point[], order: string | undefined): string {
  const name = order ?? orderOf(landmarks.length);
  const known = Object.hasOwn(landmarkOrders, name) ? landmarkOrders[name] : undefined;
  if (known?.points === landmarks.length) return name;
  throw new FaceGpuError(
    'bad-argument',
    `there are ${landmarks.length} landmarks, and the order is ${show(name)}`,
    'Give the landmarks of a face, and info.landmarkOrder of the pipeline that found them.',
  );
}

/** Landmarks in another order; nothing for points that have none, or where no way leads there. */
export function inOrder(
  landmarks: readonly Point[],
  from: string,
  to: string,
): (Point | undefined)[] | undefined {
  return mapLandmarks(from, to)?.map((own) => meanOf(own.map((point) => landmarks[point])));
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
