import { type Dispatch, dispatch } from '../shader/dispatch.ts';
import { defineShader } from '../shader/shader.ts';
import { struct } from '../shader/struct.ts';
import { requireShape } from '../tensor/require.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { cropFloats } from '../warp/crop.ts';
import type { Size } from '../warp/letterbox.ts';
import source from './box-crop.wgsl';

const params = struct({
  capacity: 'u32',
  size: 'f32',
  margin: 'f32',
  photo_width: 'f32',
  photo_height: 'f32',
});

export const boxCropShader = defineShader({ name: 'box-crop/box-crop', source, params });

export interface BoxCropArgs {
  /** `[all, 4]`, f32: left, top, right, bottom, in pixels of the photo. */
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
}

/**
 * Makes square crops of the first boxes, as many as there is room for.
 *
 * @throws FaceGpuError `shape-mismatch`
 */
export function boxCrop(args: BoxCropArgs): Dispatch<typeof params.fields> {
  const { boxes, kept, crops, live, settings } = args;
  const [capacity] = crops.shape;
  requireShape('boxCrop', 'boxes', boxes, [boxes.shape[0], 4]);
  requireShape('boxCrop', 'crops', crops, [capacity, cropFloats]);
  requireShape('boxCrop', 'kept', kept, [1]);
  requireShape('boxCrop', 'live', live, [1]);
  return dispatch(boxCropShader, {
    label: 'box crop',
    params: { capacity, ...boxCropParams(settings) },
    tensors: { boxes, kept, crops, live_count: live },
    workgroups: [Math.ceil(capacity / 16), 1, 1],
  });
}

/** The parameters that follow from the settings, for `Recording.setParams`. */
export function boxCropParams({ photo, size, margin }: BoxCropSettings) {
  return { size, margin, photo_width: photo.width, photo_height: photo.height };
}
