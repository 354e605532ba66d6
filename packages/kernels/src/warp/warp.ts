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
});

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
  constants: { TAPS: mostTaps },
  batched: true,
});

export interface WarpArgs {
  /** The photo, rows of RGBA: u32 a pixel, or four f32 from 0 to 255. */
  readonly photo: Tensor;
  /** `[crops, 16]`, f32: what `encodeCrop` writes. */
  readonly crops: Tensor;
  /** `[crops, height, width, 3]`, nhwc4. */
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
  /** Taken off each channel, from 0 to 255, before `scale` multiplies it: R, G, B. */
  readonly mean: readonly [number, number, number];
  readonly scale: readonly [number, number, number];
}

/**
 * Cuts crops out of a photo and normalises them: `(pixel - mean) * scale`, RGB. Where the map
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
  if (channels !== 3) {
    throw shapeMismatch(
      `warp: output is ${formatShape(output.shape)}`,
      'It must have 3 channels: R, G and B.',
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
  const { mean, scale, photo, floatPixels, averaging } = settings;
  return {
    mean: [...mean, 0],
    scale: [...scale, 0],
    photo_height: photo.height,
    photo_width: photo.width,
    float_pixels: floatPixels ? 1 : 0,
    averaging: averaging ? 1 : 0,
  } as const;
}
