import type { Target } from '../device/target.ts';
import { type Dispatch, dispatch } from '../shader/dispatch.ts';
import { linearGrid } from '../shader/grid.ts';
import { defineShader } from '../shader/shader.ts';
import { struct } from '../shader/struct.ts';
import { requireLayout, requireSpec } from '../tensor/require.ts';
import { imageShape, Tensor, vec4Count } from '../tensor/tensor.ts';
import combineSource from './combine.wgsl';
import { slicePixels } from './slices.ts';
import slicesSource from './slices.wgsl';

const params = struct({ pixels: 'u32', vec4s: 'u32', slices: 'u32', slice_pixels: 'u32' });

export const batchStatisticsSlicesShader = defineShader({
  name: 'batch-statistics/slices',
  source: slicesSource,
  params,
});

export const batchStatisticsCombineShader = defineShader({
  name: 'batch-statistics/combine',
  source: combineSource,
  params,
});

export interface BatchStatisticsArgs {
  /** `[batch, height, width, channels]`, nhwc4, f32. */
  readonly input: Tensor;
  /** `[channels]`, dense, f32. */
  readonly mean: Tensor;
  /** The biased variance: the mean of the squares of what values are off by the mean. Like the mean. */
  readonly variance: Tensor;
}

/**
 * Mean and variance of each channel over the pixels of all images of a batch, as batch normalisation wants
 * them in training; both are 0 where there are no pixels. Squares are of distances from a mean, never of
 * values: nothing cancels. The same arguments give the same bits on an adapter.
 *
 * @throws FaceGpuError `shape-mismatch`
 */
export function batchStatistics(target: Target, args: BatchStatisticsArgs): Dispatch[] {
  const { input, mean, variance } = args;
  requireLayout('batchStatistics', 'input', input, 'nhwc4');
  requireSpec('batchStatistics', 'input', input, { ...input, dtype: 'f32' });
  const [batch, height, width, channels] = imageShape(input.shape);
  for (const [name, tensor] of Object.entries({ mean, variance })) {
    const spec = { shape: [channels], dtype: 'f32', layout: 'dense' } as const;
    requireSpec('batchStatistics', name, tensor, spec);
  }
  const pixels = batch * height * width;
  const vec4s = vec4Count(channels);
  const cut = slicePixels(target, pixels, vec4s);
  const shape = [cut.slices, 2, vec4s * 4];
  const moments = new Tensor('moments of slices', { shape, dtype: 'f32', layout: 'dense' });
  const params = { pixels, vec4s, slices: cut.slices, slice_pixels: cut.slicePixels };
  return [
    dispatch(batchStatisticsSlicesShader, {
      label: 'statistics of a batch',
      params,
      tensors: { input, moments },
      workgroups: linearGrid(cut.slices * vec4s, 64),
    }),
    dispatch(batchStatisticsCombineShader, {
      label: 'statistics of a batch',
      params,
      tensors: { moments, mean, variance },
      workgroups: linearGrid(vec4s, 64),
    }),
  ];
}
