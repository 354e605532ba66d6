import { slicePixels } from '../batch-statistics/slices.ts';
import type { Target } from '../device/target.ts';
import { packVector } from '../pack/pack.ts';
import { type Dispatch, dispatch } from '../shader/dispatch.ts';
import { linearGrid } from '../shader/grid.ts';
import { defineShader } from '../shader/shader.ts';
import { extend, struct } from '../shader/struct.ts';
import { requireLayout, requireSpec } from '../tensor/require.ts';
import { imageShape, type Shape, Tensor, vec4Count } from '../tensor/tensor.ts';
import applySource from './apply.wgsl';
import combineSource from './combine.wgsl';
import slicesSource from './slices.wgsl';

const fields = { pixels: 'u32', vec4s: 'u32', slices: 'u32', slice_pixels: 'u32' } as const;

export const batchNormGradientSlicesShader = defineShader({
  name: 'batch-norm-gradient/slices',
  source: slicesSource,
  params: struct(fields),
});

export const batchNormGradientCombineShader = defineShader({
  name: 'batch-norm-gradient/combine',
  source: combineSource,
  params: struct(extend(fields, { epsilon: 'f32' })),
});

export const batchNormGradientApplyShader = defineShader({
  name: 'batch-norm-gradient/apply',
  source: applySource,
  params: struct({ pixels: 'u32', vec4s: 'u32' }),
});

export interface BatchNormGradientArgs {
  /** What was normalised: `[batch, height, width, channels]`, nhwc4, f32. */
  readonly input: Tensor;
  /** The gradient of what it became; like the input. */
  readonly outputGradient: Tensor;
  /** Of the input, as `batchStatistics` has them: `[channels]`, dense, f32. */
  readonly mean: Tensor;
  readonly variance: Tensor;
  /** What the normalised values were multiplied by, like the mean; 1 where it is left out. */
  readonly scale?: Tensor | undefined;
  /** What was added to the variance. */
  readonly epsilon: number;
  /** Like the input. */
  readonly inputGradient: Tensor;
  /** Like the mean; needn't be given where nobody wants to know. */
  readonly scaleGradient?: Tensor | undefined;
  readonly offsetGradient?: Tensor | undefined;
}

/**
 * The gradients of a batch normalisation in training, where mean and variance are those of the batch
 * itself and pass gradients on (Ioffe and Szegedy 2015, "Batch Normalization"): of the input, the scale and
 * the offset. The same arguments give the same bits on an adapter.
 *
 * @throws FaceGpuError `shape-mismatch`
 */
export function batchNormGradient(target: Target, args: BatchNormGradientArgs): Dispatch[] {
  requireBatchNormGradient(args);
  const { input, outputGradient, mean, variance, scale, epsilon, inputGradient } = args;
  const [batch, height, width, channels] = imageShape(input.shape);
  const pixels = batch * height * width;
  const vec4s = vec4Count(channels);
  const cut = slicePixels(target, pixels, vec4s);
  const params = { pixels, vec4s, slices: cut.slices, slice_pixels: cut.slicePixels };
  const sums = scratch('sums of slices', [cut.slices, 2, vec4s * 4]);
  const coefficients = scratch('coefficients', [vec4s, 4, 4]);
  const label = 'gradient of batch norm';
  return [
    dispatch(batchNormGradientSlicesShader, {
      label,
      params,
      tensors: { input, output_gradient: outputGradient, mean, sums },
      workgroups: linearGrid(cut.slices * vec4s, 64),
    }),
    dispatch(batchNormGradientCombineShader, {
      label,
      params: { ...params, epsilon },
      tensors: {
        sums,
        mean,
        variance,
        scale: scale ?? packVector(undefined, channels, 1),
        scale_gradient: args.scaleGradient ?? scratch('scale gradient', [channels]),
        offset_gradient: args.offsetGradient ?? scratch('offset gradient', [channels]),
        coefficients,
      },
      workgroups: linearGrid(vec4s, 64),
    }),
    dispatch(batchNormGradientApplyShader, {
      label,
      params: { pixels, vec4s },
      tensors: {
        input,
        output_gradient: outputGradient,
        coefficients,
        input_gradient: inputGradient,
      },
      workgroups: linearGrid(pixels * vec4s, 64),
    }),
  ];
}

function scratch(label: string, shape: Shape): Tensor {
  return new Tensor(label, { shape, dtype: 'f32', layout: 'dense' });
}

function requireBatchNormGradient(args: BatchNormGradientArgs): void {
  const { input, outputGradient, inputGradient } = args;
  const { mean, variance, scale, scaleGradient, offsetGradient } = args;
  const name = 'batchNormGradient';
  requireLayout(name, 'input', input, 'nhwc4');
  for (const [what, tensor] of Object.entries({ input, outputGradient, inputGradient })) {
    requireSpec(name, what, tensor, { ...input, dtype: 'f32' });
  }
  const channels = { shape: [imageShape(input.shape)[3]], dtype: 'f32', layout: 'dense' } as const;
  const vectors = { mean, variance, scale, scaleGradient, offsetGradient };
  for (const [what, tensor] of Object.entries(vectors)) {
    if (tensor) requireSpec(name, what, tensor, channels);
  }
}
