import { shapeMismatch } from '../errors.ts';
import { type Dispatch, dispatch } from '../shader/dispatch.ts';
import { linearGrid } from '../shader/grid.ts';
import { defineShader } from '../shader/shader.ts';
import { struct } from '../shader/struct.ts';
import { requireLayout, requireReal, requireSpec } from '../tensor/require.ts';
import { formatShape, imageShape, type Shape, type Tensor, vec4Count } from '../tensor/tensor.ts';
import source from './grid-sample.wgsl';
import { paddings, samplingSource, taps } from './sampling.ts';

export const gridSampleShader = defineShader({
  name: 'grid-sample/grid-sample',
  source,
  params: struct({
    batch: 'u32',
    in_height: 'u32',
    in_width: 'u32',
    vec4s: 'u32',
    out_pixels: 'u32',
    taps: 'u32',
    padding: 'u32',
    align: 'u32',
  }),
  functions: { sampling: samplingSource },
  batched: true,
});

export interface GridSampleAttributes {
  /** `bicubic` is Keys' with the slope -0.75. */
  readonly interpolation: 'bicubic' | 'bilinear' | 'nearest';
  /** What lies outside the image: nothing, the pixels of its edge, or the image mirrored there. */
  readonly padding: 'border' | 'reflection' | 'zeros';
  /** Whether -1 and 1 are the centres of the first and the last pixel, instead of their outer edges. */
  readonly alignCorners: boolean;
}

export interface GridSampleArgs extends GridSampleAttributes {
  /** `[batch, height, width, channels]` with pixels, nhwc4, f32 or f16. */
  readonly input: Tensor;
  /** `[batch, output height, output width, 2]`: x and y, from -1 to 1; nhwc4, dtype of the input. */
  readonly grid: Tensor;
  /** `[batch, output height, output width, channels]`, nhwc4, dtype of the input. */
  readonly output: Tensor;
  /** One u32: how many images of the batch to compute. All where it is left out. */
  readonly live?: Tensor | undefined;
}

/**
 * Samples images where a grid says (Jaderberg et al. 2015, "Spatial Transformer Networks"). The
 * nearest of two pixels as far away is the even one.
 *
 * @throws FaceGpuError `shape-mismatch`
 */
export function gridSample(args: GridSampleArgs): Dispatch[] {
  const { input, grid, output, live, interpolation, padding, alignCorners } = args;
  const real = requireReal('gridSample', input);
  requireLayout('gridSample', 'input', input, 'nhwc4');
  requireSpec('gridSample', 'grid', grid, { shape: grid.shape, dtype: real, layout: 'nhwc4' });
  const shape = gridSampleShape(input.shape, grid.shape);
  requireSpec('gridSample', 'output', output, { shape, dtype: real, layout: 'nhwc4' });
  const [batch, inHeight, inWidth, channels] = imageShape(input.shape);
  const [, height, width] = imageShape(shape);
  const vec4s = vec4Count(channels);
  return [
    dispatch(gridSampleShader, {
      label: 'grid sample',
      real,
      params: {
        batch,
        in_height: inHeight,
        in_width: inWidth,
        vec4s,
        out_pixels: height * width,
        taps: taps[interpolation],
        padding: paddings[padding],
        align: Number(alignCorners),
      },
      tensors: { input, grid, output },
      live,
      workgroups: linearGrid(batch * height * width * vec4s, 64),
    }),
  ];
}

/**
 * The shape of what a grid samples.
 *
 * @throws FaceGpuError `shape-mismatch` where grid and image don't fit
 */
export function gridSampleShape(input: Shape, grid: Shape): Shape {
  const [batch, inHeight, inWidth, channels] = imageShape(input);
  const [grids, height, width, coordinates] = imageShape(grid);
  if (grid.length !== 4 || grids !== batch || coordinates !== 2 || inHeight * inWidth === 0) {
    throw shapeMismatch(
      `gridSample: input is ${formatShape(input)}, grid is ${formatShape(grid)}`,
      'They must be [batch, height, width, channels], with pixels, and [batch, height, width, 2].',
    );
  }
  return [batch, height, width, channels];
}
