import { shapeMismatch } from '../errors.ts';
import { cropStruct, cropsSpec } from '../geometry/crop.ts';
import type { Size } from '../geometry/letterbox.ts';
import { type Dispatch, dispatch } from '../shader/dispatch.ts';
import { linearGrid } from '../shader/grid.ts';
import { defineShader } from '../shader/shader.ts';
import { struct } from '../shader/struct.ts';
import { requireLayout, requireReal, requireSpec } from '../tensor/require.ts';
import { formatShape, imageShape, type Tensor } from '../tensor/tensor.ts';
import source from './warp.wgsl';

const params = struct({
  mean: 'vec4<f32>',
  scale: 'vec4<f32>',
  batch: 'u32',
  height: 'u32',
  width: 'u32',
  photo_height: 'u32',
  photo_width: 'u32',
  float_pixels: 'u32',
  averaging: 'u32',
  channels: 'u32',
});

/** How the shader tells what channels the output has. */
const bgr = 1;
const grey = 2;
const channelOrders = { rgb: 0, bgr, grey } as const;

/**
 * The most samples along a side of what an output pixel covers, but for one or two at the ends. No
 * photo that is shrunk to a network's input needs more; a crop that is larger than any face does.
 */
export const mostTaps = 128;

export const warpShader = defineShader({
  name: 'warp/warp',
  source,
  params,
  structs: { Crop: cropStruct },
  constants: { TAPS: mostTaps, BGR: bgr, GREY: grey },
  batched: true,
});

export interface WarpArgs {
  /** The photo, rows of RGBA: u32 a pixel, or four f32 from 0 to 255. */
  readonly photo: Tensor;
  /** `[crops, 16]`, f32: what `encodeCrop` writes. */
  readonly crops: Tensor;
  /** `[crops, height, width, 3]`, or 1 channel where it is to be grey; nhwc4. */
  readonly output: Tensor;
  /** One u32: how many crops to cut. All where it is left out. */
  readonly live?: Tensor | undefined;
  readonly settings: WarpSettings;
}

/** What may change from run to run. */
export interface WarpSettings {
  /** In pixels; its rows follow one another without gaps. */
  readonly photo: Size;
  /** The photo holds f32 instead of bytes. */
  readonly floatPixels: boolean;
  /** Whether shrinking averages over what an output pixel covers; bilinear alone where not. */
  readonly averaging: boolean;
  /** What the output's channels are; grey is the luma of ITU-R BT.601. */
  readonly channels: 'rgb' | 'bgr' | 'grey';
  /** Taken off each channel (0 to 255), in their order, before `scale` multiplies it. */
  readonly mean: readonly number[];
  readonly scale: readonly number[];
}

/**
 * Cuts crops out of a photo and normalises them: `(pixel - mean) * scale`. Where the map
 * shrinks, an output pixel is the average of what it covers; where it enlarges, a bilinear sample.
 * Outside the crop's window, and outside the photo, everything is black.
 *
 * What a crop costs is bounded by the photo's pixels, whatever its numbers are. Where an output pixel
 * covers more than {@link mostTaps} pixels along a side, every so many pixels one is taken for all of
 * them. A crop with a number that isn't finite, or of 2^60 or more, is NaN all over, so that nothing
 * that a network says of it passes for a result.
 *
 * @throws FaceGpuError `shape-mismatch`
 */
export function warp(args: WarpArgs): Dispatch<typeof params.fields> {
  const { photo, crops, output, live, settings } = args;
  const real = requireReal('warp', output);
  requireLayout('warp', 'output', output, 'nhwc4');
  const [batch, height, width, channels] = imageShape(output.shape);
  const wanted = settings.channels === 'grey' ? 1 : 3;
  if (channels !== wanted || settings.mean.length !== wanted || settings.scale.length !== wanted) {
    throw shapeMismatch(
      `warp: output is ${formatShape(output.shape)}, for ${settings.mean.length} means and ${settings.scale.length} scales`,
      `It must have ${wanted} channels for ${settings.channels}, with a mean and a scale each.`,
    );
  }
  requireSpec('warp', 'crops', crops, cropsSpec(batch));
  requireLayout('warp', 'photo', photo, 'dense');
  return dispatch(warpShader, {
    label: 'warp',
    real,
    params: { batch, height, width, ...warpParams(settings) },
    tensors: { photo, crops, output },
    live,
    workgroups: linearGrid(Math.ceil(width / 8) * Math.ceil(height / 8) * batch, 1),
  });
}

/** The parameters that follow from the settings, for `Recording.setParams`. */
export function warpParams(settings: WarpSettings) {
  const { channels, mean, scale, photo, floatPixels, averaging } = settings;
  return {
    mean: perChannel(mean),
    scale: perChannel(scale),
    photo_height: photo.height,
    photo_width: photo.width,
    float_pixels: floatPixels ? 1 : 0,
    averaging: averaging ? 1 : 0,
    channels: channelOrders[channels],
  } as const;
}

/** Numbers of one or three channels, as the shader has them. */
function perChannel([x = 0, y = 0, z = 0]: readonly number[]) {
  return [x, y, z, 0] as const;
}
