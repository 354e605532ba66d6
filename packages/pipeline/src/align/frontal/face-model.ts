import { FaceGpuError, type FaceModel, type FacePoint } from '@facegpu/kernels';
import { landmarkOrders, mapLandmarks } from '../../landmark/orders.ts';
import { faceShape } from '../../pose/face-shape.ts';
import { jawShape, landmarkWeights } from './canonical-face.ts';
import { createRelief } from './relief.ts';

/** How far around a landmark the face is moved with it, in distances between the outer corners of the eyes. */
const reach = 0.15;

/**
 * The mean face, with a point for each landmark of an order. Where one of iBUG's is the mean of several landmarks, all
 * of them get its place and a share of its weight.
 *
 * @param order a name of `landmark/orders.ts`
 * @throws FaceGpuError `bad-argument` where the order says too little of a face
 */
export function faceModelOf(order: string): FaceModel {
  const map = mapLandmarks(order, 'ibug68');
  if (!map) {
    throw new FaceGpuError(
      'bad-argument',
      `the frontal view of a face can't be told by landmarks of the order ${order}`,
      'Leave the landmarker to the default, or choose the alignment "similarity".',
    );
  }
  const points = Array.from({ length: landmarkOrders[order].points }, (): FacePoint => {
    return { x: 0, y: 0, z: 0, weight: 0 };
  });
  [...jawShape, ...faceShape].forEach(([x, y, z], i) => {
    const members = map[i];
    for (const member of members) {
      points[member] = { x, y, z, weight: landmarkWeights[i] / members.length };
    }
  });
  return { points, relief: createRelief(), reach };
}
