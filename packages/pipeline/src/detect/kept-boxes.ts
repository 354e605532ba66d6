import { allocate, type Device, type Owner, type Tensor } from '@facegpu/kernels';
import { dense } from '../gpu/dense.ts';

/** The boxes that were kept, on the GPU, the best first, as far as there are rows for them. */
export interface KeptBoxes {
  /** `[1]`, u32: how many were kept, whether there is a row for each or not. */
  readonly count: Tensor;
  /** `[rows, 4]`, f32: the left top corner and the one opposite, in pixels of the photo. */
  readonly boxes: Tensor;
  /** `[rows]`, f32. */
  readonly scores: Tensor;
  /** `[rows, points, 2]`, f32: x and y in pixels of the photo, where the detector has some. */
  readonly keypoints: Tensor | undefined;
  /** By how many degrees boxes are rolled clockwise in the photo: the detector says so before it runs. */
  roll: number;
}

/** Makes room for boxes, and for that many keypoints of each; none where the detector has none. */
export type MakeRoom = (candidates: number, points: number | undefined) => Promise<KeptBoxes>;

/**
 * Room for kept boxes, and for that many keypoints of each.
 *
 * @throws FaceGpuError `out-of-memory`
 */
export async function createRoom(
  owner: Owner,
  device: Device,
  rows: number,
  points: number | undefined,
): Promise<KeptBoxes> {
  const kept = {
    count: dense('kept count', 'u32', 1),
    boxes: dense('kept boxes', 'f32', rows, 4),
    scores: dense('kept scores', 'f32', rows),
    keypoints: points === undefined ? undefined : dense('kept keypoints', 'f32', rows, points, 2),
  };
  const tensors = Object.values(kept).filter((tensor) => tensor !== undefined);
  owner.keepBuffers(device, await allocate(device, 'kept boxes', tensors));
  return { ...kept, roll: 0 };
}
