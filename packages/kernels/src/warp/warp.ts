import { cropStruct, cropsSpec } from '../geometry/crop.ts';
import { type Dispatch, dispatch } from '../shader/dispatch.ts';
import { linearGrid } from '../shader/grid.ts';
import { defineShader } from '../shader/shader.ts';
import { extend, struct } from '../shader/struct.ts';
import { requireLayout, requireReal, requireSpec } from '../tensor/require.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { bgr, type CutSettings, cutFields, cutParams, grey, requireCutOutput } from './settings.ts';
import source from './warp.wgsl';

const params = struct(extend(cutFields, { averaging: 'u32' }));

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
export interface WarpSettings extends CutSettings {
  /** Whether shrinking averages over what an output pixel covers; bilinear alone where not. */
  readonly averaging: boolean;
}

/**
 * Cuts crops out of a photo and normalises them: `(pixel - mean) * scale`. Where the map
 * shrinks, an output pixel is the average of what it covers; where it enlarges, a bilinear sample.
 * Outside the crop's window, and outside the photo, everything is black.
 *
 * What a crop costs is bounded by the photo's pixels, whatever its numbers are. Where an output pixel
 * covers more than `mostTaps` pixels along a side, every so many pixels one is taken for all of
 * them. A crop with a number that isn't finite, or of 2^60 or more, is NaN all over, so that nothing
 * that a network says of it passes for a result.
 *
 * @throws FaceGpuError `shape-mismatch`
 */
export function warp(args: WarpArgs): Dispatch<typeof params.fields> {
  const { photo, crops, output, live, settings } = args;
  const real = requireReal('warp', output);
  const { batch, height, width } = requireCutOutput('warp', output, settings);
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
  return { ...cutParams(settings), averaging: settings.averaging ? 1 : 0 } as const;
}
