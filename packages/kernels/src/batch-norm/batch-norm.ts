import { shapeMismatch } from '../errors.ts';
import type { Activation } from '../shader/activation.ts';
import { type Dispatch, dispatch } from '../shader/dispatch.ts';
import { linearGrid } from '../shader/grid.ts';
import { defineShader } from '../shader/shader.ts';
import { struct } from '../shader/struct.ts';
import { requireLayout, requireReal, requireSame } from '../tensor/require.ts';
import { ConstantTensor, imageShape, type Tensor, vec4Count } from '../tensor/tensor.ts';
import source from './batch-norm.wgsl';
import { type BatchNormStatistics, foldBatchNorm } from './fold.ts';

export const batchNormShader = defineShader({
  name: 'batch-norm/batch-norm',
  source,
  params: struct({ batch: 'u32', pixels: 'u32', vec4s: 'u32' }),
  batched: true,
  activation: true,
});

export interface BatchNormArgs extends BatchNormStatistics {
  /** `[batch, height, width, channels]`, nhwc4, f32 or f16. */
  readonly input: Tensor;
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
  const { multiplier, addend } = foldBatchNorm(args);
  return [
    dispatch(batchNormShader, {
      label: 'batch norm',
      real: requireReal('batchNorm', input),
      activation,
      params: { batch, pixels, vec4s },
      tensors: {
        input,
        multiplier: perChannel('multiplier', multiplier),
        addend: perChannel('addend', addend),
        output,
      },
      live,
      workgroups: linearGrid(batch * pixels * vec4s, 64),
    }),
  ];
}

/** A value for each channel, in whole vec4s; always f32. */
function perChannel(label: string, values: Float64Array): ConstantTensor {
  const lanes = new Float32Array(vec4Count(values.length) * 4);
  lanes.set(values);
  return new ConstantTensor(label, { shape: [lanes.length], dtype: 'f32', layout: 'dense' }, lanes);
}

function requireBatchNorm(args: BatchNormArgs): void {
  const { input, output, mean, variance, scale, offset } = args;
  requireReal('batchNorm', input);
  requireLayout('batchNorm', 'input', input, 'nhwc4');
  requireSame('batchNorm', input, output);
  const channels = imageShape(input.shape)[3];
  for (const [name, values] of Object.entries({ mean, variance, scale, offset })) {
    if (!values || values.length === channels) continue;
    throw shapeMismatch(
      `batchNorm: ${name} has ${values.length} values for ${channels} channels`,
      'Give one value for each channel.',
    );
  }
}
