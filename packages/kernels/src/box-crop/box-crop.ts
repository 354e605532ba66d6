import { cropStruct, cropsSpec, farthest, rotation } from '../geometry/crop.ts';
import type { Size } from '../geometry/letterbox.ts';
import { type Dispatch, dispatch } from '../shader/dispatch.ts';
import { linearGrid } from '../shader/grid.ts';
import { defineShader } from '../shader/shader.ts';
import { struct } from '../shader/struct.ts';
import { requireSpec } from '../tensor/require.ts';
import type { Tensor } from '../tensor/tensor.ts';
import source from './box-crop.wgsl';

const params = struct({
  capacity: 'u32',
  size: 'f32',
  margin: 'f32',
  photo_width: 'f32',
  photo_height: 'f32',
  cos: 'f32',
  sin: 'f32',
});

export const boxCropShader = defineShader({
  name: 'box-crop/box-crop',
  source,
  params,
  structs: { Crop: cropStruct },
  constants: { FARTHEST: farthest },
});

export interface BoxCropArgs {
  /** `[all, 4]`, f32: the left top corner and the one opposite, in pixels of the photo. */
  readonly boxes: Tensor;
  /** One u32: how many boxes there are. */
  readonly kept: Tensor;
  /** `[capacity, 16]`, f32: the crops, as the warp takes them. */
  readonly crops: Tensor;
  /** One u32: how many crops hold something. */
  readonly live: Tensor;
  readonly settings: BoxCropSettings;
}

/** What may change from run to run. */
export interface BoxCropSettings {
  readonly photo: Size;
  /** Side of the crops in pixels. */
  readonly size: number;
  /** Side of the square around a box, in its longer sides. */
  readonly margin: number;
  /** By how many degrees boxes and crops are rolled clockwise in the photo; 0 unless told. */
  readonly roll?: number | undefined;
}

/**
 * Makes square crops of the first boxes, as many as there is room for.
 *
 * @throws FaceGpuError `shape-mismatch`
 */
export function boxCrop(args: BoxCropArgs): Dispatch<typeof params.fields> {
  const { boxes, kept, crops, live, settings } = args;
  const [capacity] = crops.shape;
  const one = { shape: [1], dtype: 'u32', layout: 'dense' } as const;
  requireSpec('boxCrop', 'boxes', boxes, {
    shape: [boxes.shape[0], 4],
    dtype: 'f32',
    layout: 'dense',
  });
  requireSpec('boxCrop', 'crops', crops, cropsSpec(capacity));
  requireSpec('boxCrop', 'kept', kept, one);
  requireSpec('boxCrop', 'live', live, one);
  return dispatch(boxCropShader, {
    label: 'box crop',
    params: { capacity, ...boxCropParams(settings) },
    tensors: { boxes, kept, crops, live_count: live },
    workgroups: linearGrid(capacity, 16),
  });
}

/** The parameters that follow from the settings, for `Recording.setParams`. */
export function boxCropParams({ photo, size, margin, roll = 0 }: BoxCropSettings) {
  return { size, margin, photo_width: photo.width, photo_height: photo.height, ...rotation(roll) };
}
