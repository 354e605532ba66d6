import { type GridSampleAttributes, gridSampleShape } from '../grid-sample/grid-sample.ts';
import { paddings, samplingSource, taps } from '../grid-sample/sampling.ts';
import { type Dispatch, dispatch } from '../shader/dispatch.ts';
import { linearGrid } from '../shader/grid.ts';
import { defineShader } from '../shader/shader.ts';
import { struct } from '../shader/struct.ts';
import { requireLayout, requireSpec } from '../tensor/require.ts';
import { imageShape, Tensor, vec4Count } from '../tensor/tensor.ts';
import gridSource from './grid.wgsl';
import inputSource from './input.wgsl';
import tapsSource from './taps.wgsl';

export const gridSampleTapsShader = defineShader({
  name: 'grid-sample-gradient/taps',
  source: tapsSource,
  params: struct({
    samples: 'u32',
    in_height: 'u32',
    in_width: 'u32',
    taps: 'u32',
    padding: 'u32',
    align: 'u32',
  }),
  functions: { sampling: samplingSource },
});

export const gridSampleInputGradientShader = defineShader({
  name: 'grid-sample-gradient/input',
  source: inputSource,
  params: struct({
    batch: 'u32',
    in_height: 'u32',
    in_width: 'u32',
    vec4s: 'u32',
    out_pixels: 'u32',
    taps: 'u32',
  }),
});

export const gridSampleGridGradientShader = defineShader({
  name: 'grid-sample-gradient/grid',
  source: gridSource,
  params: struct({
    batch: 'u32',
    in_height: 'u32',
    in_width: 'u32',
    channels: 'u32',
    vec4s: 'u32',
    out_pixels: 'u32',
    taps: 'u32',
  }),
});

export interface GridSampleInputGradientArgs extends GridSampleAttributes {
  /** As the sampling had it: `[batch, output height, output width, 2]`, nhwc4, f32. */
  readonly grid: Tensor;
  /** The gradient of what was sampled: `[batch, output height, output width, channels]`, nhwc4, f32. */
  readonly outputGradient: Tensor;
  /** The gradient of what it was sampled from: `[batch, height, width, channels]`, nhwc4, f32. */
  readonly output: Tensor;
}

export interface GridSampleGridGradientArgs extends GridSampleAttributes {
  /** As the sampling had it: `[batch, height, width, channels]`, nhwc4, f32. */
  readonly input: Tensor;
  /** Likewise, `[batch, output height, output width, 2]`, nhwc4, f32. */
  readonly grid: Tensor;
  /** The gradient of what was sampled: `[batch, output height, output width, channels]`, nhwc4, f32. */
  readonly outputGradient: Tensor;
  /** The gradient of the grid, of its shape, nhwc4, f32. */
  readonly output: Tensor;
}

/**
 * The gradient of grid sampling for the images (Jaderberg et al. 2015, "Spatial Transformer Networks"). Each pixel
 * looks through all samples of its image: it is made for thousands of them, not for millions.
 *
 * @throws FaceGpuError `shape-mismatch`
 */
export function gridSampleInputGradient(args: GridSampleInputGradientArgs): Dispatch[] {
  const { grid, outputGradient, output } = args;
  const name = 'gridSampleInputGradient';
  requireLayout(name, 'output', output, 'nhwc4');
  requireSpec(name, 'output', output, { ...output, dtype: 'f32' });
  requireSampled(name, output, grid, outputGradient);
  const [batch, height, width, channels] = imageShape(output.shape);
  const vec4s = vec4Count(channels);
  const { pixels, weights, found } = findTaps(args, output, grid);
  return [
    found,
    dispatch(gridSampleInputGradientShader, {
      label: 'gradient of grid sample for its input',
      params: {
        batch,
        in_height: height,
        in_width: width,
        vec4s,
        out_pixels: samplesOf(grid),
        taps: taps[args.interpolation],
      },
      tensors: { pixels, weights, output_gradient: outputGradient, output },
      workgroups: linearGrid(batch * height * width * vec4s, 64),
    }),
  ];
}

/**
 * The gradient of grid sampling for the grid. Where the position of a sample is a pixel's own, so that bilinear
 * interpolation has a kink, it is that towards larger coordinates; what doesn't move the sample has none.
 *
 * @throws FaceGpuError `shape-mismatch`
 */
export function gridSampleGridGradient(args: GridSampleGridGradientArgs): Dispatch[] {
  const { input, grid, outputGradient, output } = args;
  const name = 'gridSampleGridGradient';
  requireLayout(name, 'input', input, 'nhwc4');
  requireSpec(name, 'input', input, { ...input, dtype: 'f32' });
  requireSampled(name, input, grid, outputGradient);
  requireSpec(name, 'output', output, grid);
  const [batch, height, width, channels] = imageShape(input.shape);
  const samples = samplesOf(grid);
  const { pixels, weights, found } = findTaps(args, input, grid);
  return [
    found,
    dispatch(gridSampleGridGradientShader, {
      label: 'gradient of grid sample for its grid',
      params: {
        batch,
        in_height: height,
        in_width: width,
        channels,
        vec4s: vec4Count(channels),
        out_pixels: samples,
        taps: taps[args.interpolation],
      },
      tensors: { pixels, weights, input, output_gradient: outputGradient, output },
      workgroups: linearGrid(batch * samples, 64),
    }),
  ];
}

function requireSampled(name: string, image: Tensor, grid: Tensor, outputGradient: Tensor): void {
  requireLayout(name, 'grid', grid, 'nhwc4');
  requireSpec(name, 'grid', grid, { ...grid, dtype: 'f32' });
  const shape = gridSampleShape(image.shape, grid.shape);
  requireSpec(name, 'output gradient', outputGradient, { shape, dtype: 'f32', layout: 'nhwc4' });
}

/** How often each image is sampled. */
function samplesOf({ shape }: Tensor): number {
  const [, height, width] = imageShape(shape);
  return height * width;
}

/** Which pixels of the images each sample is made of, and how much they count. */
function findTaps(attributes: GridSampleAttributes, image: Tensor, grid: Tensor) {
  const { interpolation, padding, alignCorners } = attributes;
  const [batch, height, width] = imageShape(image.shape);
  const samples = batch * samplesOf(grid);
  const shape = [samples, 2, taps[interpolation]];
  const pixels = new Tensor('pixels', { shape, dtype: 'u32', layout: 'dense' });
  const weights = new Tensor('weights', { shape: [...shape, 2], dtype: 'f32', layout: 'dense' });
  const found = dispatch(gridSampleTapsShader, {
    label: 'taps of grid sample',
    params: {
      samples,
      in_height: height,
      in_width: width,
      taps: taps[interpolation],
      padding: paddings[padding],
      align: Number(alignCorners),
    },
    tensors: { grid, pixels, weights },
    workgroups: linearGrid(2 * samples, 64),
  });
  return { pixels, weights, found };
}
