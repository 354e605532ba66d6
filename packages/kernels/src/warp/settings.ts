import { shapeMismatch } from '../errors.ts';
import type { Size } from '../geometry/letterbox.ts';
import { requireLayout } from '../tensor/require.ts';
import { formatShape, imageShape, type Tensor } from '../tensor/tensor.ts';

/** What crops are cut out of, and how their pixels become a network's input. */
export interface CutSettings {
  /** In pixels; its rows follow one another without gaps. */
  readonly photo: Size;
  /** The photo holds f32 instead of bytes. */
  readonly floatPixels: boolean;
  /** What the output's channels are; grey is the luma of ITU-R BT.601. */
  readonly channels: 'rgb' | 'bgr' | 'grey';
  /** Taken off each channel (0 to 255), in their order, before `scale` multiplies it. */
  readonly mean: readonly number[];
  readonly scale: readonly number[];
}

/** How a shader tells what channels the output has. */
export const bgr = 1;
export const grey = 2;
const channelOrders = { rgb: 0, bgr, grey } as const;

/** The parameters of a shader that cuts crops. */
export const cutFields = {
  mean: 'vec4<f32>',
  scale: 'vec4<f32>',
  batch: 'u32',
  height: 'u32',
  width: 'u32',
  photo_height: 'u32',
  photo_width: 'u32',
  float_pixels: 'u32',
  channels: 'u32',
} as const;

/** Those of `cutFields` that follow from the settings. */
export function cutParams({ channels, mean, scale, photo, floatPixels }: CutSettings) {
  return {
    mean: perChannel(mean),
    scale: perChannel(scale),
    photo_height: photo.height,
    photo_width: photo.width,
    float_pixels: floatPixels ? 1 : 0,
    channels: channelOrders[channels],
  } as const;
}

/**
 * Those of `cutFields` that follow from the output.
 *
 * @throws FaceGpuError `shape-mismatch` where it isn't `[crops, height, width, channels]` in nhwc4
 */
export function requireCutOutput(
  kernel: string,
  output: Tensor,
  settings: CutSettings,
): { batch: number; height: number; width: number } {
  requireLayout(kernel, 'output', output, 'nhwc4');
  const [batch, height, width, channels] = imageShape(output.shape);
  const wanted = settings.channels === 'grey' ? 1 : 3;
  if (channels !== wanted || settings.mean.length !== wanted || settings.scale.length !== wanted) {
    throw shapeMismatch(
      `${kernel}: output is ${formatShape(output.shape)}, for ${settings.mean.length} means and ${settings.scale.length} scales`,
      `It must have ${wanted} channels for ${settings.channels}, with a mean and a scale each.`,
    );
  }
  return { batch, height, width };
}

/** Numbers of one or three channels, as the shader has them. */
function perChannel([x = 0, y = 0, z = 0]: readonly number[]) {
  return [x, y, z, 0] as const;
}
