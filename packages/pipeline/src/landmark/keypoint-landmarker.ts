import { FaceGpuError } from '@facegpu/kernels';
import type { Model } from '@facegpu/nn';
import type { KeptBoxes } from '../detect/kept-boxes.ts';
import { pointsOf } from '../gpu/batch.ts';
import { descriptionOf } from '../models/description.ts';
import type { Landmarker } from './landmarker.ts';
import { landmarkOrder } from './orders.ts';

/**
 * Takes a detector's own keypoints for the landmarks: no network looks again.
 *
 * @param capacity how many faces are gone through at once
 * @throws FaceGpuError `bad-argument` where the detector has none, or doesn't say what they are
 */
export function keypointLandmarker(
  detector: Model,
  { keypoints, count }: KeptBoxes,
  capacity: number,
): Landmarker {
  const { source } = detector;
  const { order } = descriptionOf(detector, 'detector');
  const points = keypoints?.shape[1];
  if (!keypoints || !order || landmarkOrder(order, source).points !== points) {
    throw new FaceGpuError(
      'bad-argument',
      `there is no landmarker, and ${source} has ${points ?? 'no'} keypoints in the order ${order}`,
      'Give a landmarker, or a detector like YuNet.',
    );
  }
  const landmarks = keypoints.view([capacity, points, 2]);
  return {
    name: 'landmark',
    inputs: [count, keypoints],
    outputs: [landmarks, count],
    results: [landmarks],
    landmarks,
    order,
    live: count,
    recordings: [],
    setPhoto() {},
    rebind() {},
    read: (batch, face) => ({
      landmarks: pointsOf(batch.finiteRow(landmarks, face, 'a keypoint', detector)),
    }),
    dispose() {},
  };
}
