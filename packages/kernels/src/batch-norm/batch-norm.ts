import { packVector } from '../pack/pack.ts';
import type { Activation } from '../shader/activation.ts';
import { type Dispatch, dispatch } from '../shader/dispatch.ts';
import { linearGrid } from '../shader/grid.ts';
import { defineShader } from '../shader/shader.ts';
import { struct } from '../shader/struct.ts';
import { DerivedTensor } from '../tensor/derived.ts';
import { requireLayout, requireReal, requireSame } from '../tensor/require.ts';
import { imageShape, type Tensor, vec4Count } from '../tensor/tensor.ts';
import { requireVector, type Weight } from '../tensor/weight.ts';
import source from './batch-norm.wgsl';
import foldSource from './fold.wgsl';

export const batchNormShader = defineShader({
  name: 'batch-norm/batch-norm',
  source,
  params: struct({ batch: 'u32', pixels: 'u32', vec4s: 'u32' }),
  batched: true,
  activation: true,
});

export const batchNormFoldShader = defineShader({
  name: 'batch-norm/fold',
  source: foldSource,
  params: struct({ vec4s: 'u32', epsilon: 'f32' }),
});

export interface BatchNormArgs {
  /** `[batch, height, width, channels]`, nhwc4, f32 or f16. */
  readonly input: Tensor;
  /** `[channels]`, as the rest of the statistics. */
  readonly mean: Weight;
  readonly variance: Weight;
  /** Multiplies the normalised values; 1 where it is left out. */
  readonly scale?: Weight | undefined;
  /** Added last; 0 where it is left out. */
  readonly offset?: Weight | undefined;
  /** Added to the variance. */
  readonly epsilon: number;
  /** Same shape, layout and dtype as the input. */
  readonly output: Tensor;
  /** Applied last; identity where it is left out. */
  readonly activation?: Activation | undefined;
  /** One u32: how many images of the batch to compute. All where it is left out. */
  readonly live?: Tensor | undefined;
}

/**
 * Batch normalisation at inference (Ioffe and Szegedy 2015, "Batch Normalization"), channel by
 * channel, with the activation fused:
 * `output = activation((input - mean) / sqrt(variance + epsilon) * scale + offset)`.
 *
 * @throws FaceGpuError `shape-mismatch`
 */
export function batchNorm(args: BatchNormArgs): Dispatch[] {
  requireBatchNorm(args);
  const { input, output, activation, live } = args;
  const [batch, height, width, channels] = imageShape(input.shape);
  const pixels = height * width;
  const vec4s = vec4Count(channels);
  return [
    dispatch(batchNormShader, {
      label: 'batch norm',
      real: requireReal('batchNorm', input),
      activation,
      params: { batch, pixels, vec4s },
      tensors: { input, coefficients: fold(args, channels), output },
      live,
      workgroups: linearGrid(batch * pixels * vec4s, 64),
    }),
  ];
}

/** Multiplier and addend of each vec4 of channels. */
function fold(args: BatchNormArgs, channels: number): DerivedTensor {
  const vec4s = vec4Count(channels);
  const spec = { shape: [vec4s, 2, 4], dtype: 'f32', layout: 'dense' } as const;
  return new DerivedTensor('coefficients', spec, (coefficients) => [
    dispatch(batchNormFoldShader, {
      label: 'batch norm fold',
      params: { vec4s, epsilon: args.epsilon },
      tensors: {
        mean: packVector(args.mean, channels),
        variance: packVector(args.variance, channels),
        scale: packVector(args.scale, channels, 1),
        offset: packVector(args.offset, channels),
        coefficients,
      },
      workgroups: linearGrid(vec4s, 64),
    }),
  ]);
}

function requireBatchNorm(args: BatchNormArgs): void {
  const { input, output, mean, variance, scale, offset } = args;
  requireReal('batchNorm', input);
  requireLayout('batchNorm', 'input', input, 'nhwc4');
  requireSame('batchNorm', input, output);
  const channels = imageShape(input.shape)[3];
  for (const [name, weight] of Object.entries({ mean, variance, scale, offset })) {
    requireVector('batchNorm', name, weight, channels);
  }
}
