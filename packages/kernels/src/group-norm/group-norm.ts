import { shapeMismatch } from '../errors.ts';
import { packVector } from '../pack/pack.ts';
import type { Activation } from '../shader/activation.ts';
import { type Dispatch, dispatch } from '../shader/dispatch.ts';
import { linearGrid } from '../shader/grid.ts';
import { defineShader } from '../shader/shader.ts';
import { struct } from '../shader/struct.ts';
import { requireLayout, requireReal, requireSame } from '../tensor/require.ts';
import { imageShape, Tensor, vec4Count } from '../tensor/tensor.ts';
import { requireVector, type Weight } from '../tensor/weight.ts';
import applySource from './apply.wgsl';
import coefficientsSource from './coefficients.wgsl';
import momentsSource from './moments.wgsl';

export const groupNormMomentsShader = defineShader({
  name: 'group-norm/moments',
  source: momentsSource,
  params: struct({
    batch: 'u32',
    slices: 'u32',
    slice_pixels: 'u32',
    pixels: 'u32',
    vec4s: 'u32',
  }),
  batched: true,
});

export const groupNormCoefficientsShader = defineShader({
  name: 'group-norm/coefficients',
  source: coefficientsSource,
  params: struct({
    batch: 'u32',
    slices: 'u32',
    slice_pixels: 'u32',
    pixels: 'u32',
    vec4s: 'u32',
    channels: 'u32',
    group_channels: 'u32',
    epsilon: 'f32',
  }),
  batched: true,
});

export const groupNormApplyShader = defineShader({
  name: 'group-norm/apply',
  source: applySource,
  params: struct({ batch: 'u32', pixels: 'u32', vec4s: 'u32' }),
  batched: true,
  activation: true,
});

export interface GroupNormArgs {
  /** `[batch, height, width, channels]`, nhwc4, f32 or f16. */
  readonly input: Tensor;
  /** Channels that are normalised together are `channels / groups` neighbours. */
  readonly groups: number;
  /** `[channels]`: multiplies the normalised values; 1 where it is left out. */
  readonly scale?: Weight | undefined;
  /** `[channels]`: added last; 0 where it is left out. */
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
 * Normalisation of each image's groups of channels by their own mean and variance (Wu and He 2018,
 * "Group Normalization"): `output = activation((input - mean) / sqrt(variance + epsilon) * scale +
 * offset)`. With as many groups as channels it is instance normalisation (Ulyanov et al. 2016).
 *
 * @throws FaceGpuError `shape-mismatch`
 */
export function groupNorm(args: GroupNormArgs): Dispatch[] {
  requireGroupNorm(args);
  const { input, output, groups, scale, offset, epsilon, activation, live } = args;
  const real = requireReal('groupNorm', input);
  const [batch, height, width, channels] = imageShape(input.shape);
  const pixels = height * width;
  const vec4s = vec4Count(channels);
  if (batch * pixels * channels === 0) return [];
  const slicePixels = Math.ceil(Math.sqrt(pixels));
  const slices = Math.ceil(pixels / slicePixels);
  const sizes = { batch, slices, slice_pixels: slicePixels, pixels, vec4s };
  const scratch = (label: string, count: number) =>
    new Tensor(label, { shape: [count, vec4s, 8], dtype: 'f32', layout: 'dense' });
  const moments = scratch('moments', batch * slices);
  const coefficients = scratch('coefficients', batch);
  return [
    dispatch(groupNormMomentsShader, {
      label: 'moments',
      real,
      params: sizes,
      tensors: { input, moments },
      live,
      workgroups: linearGrid(batch * slices * vec4s, 64),
    }),
    dispatch(groupNormCoefficientsShader, {
      label: 'coefficients',
      params: { ...sizes, channels, group_channels: channels / groups, epsilon },
      tensors: {
        moments,
        scale: packVector(scale, channels, 1),
        offset: packVector(offset, channels),
        coefficients,
      },
      live,
      workgroups: linearGrid(batch * channels, 64),
    }),
    dispatch(groupNormApplyShader, {
      label: 'group norm',
      real,
      activation,
      params: { batch, pixels, vec4s },
      tensors: { input, coefficients, output },
      live,
      workgroups: linearGrid(batch * pixels * vec4s, 64),
    }),
  ];
}

function requireGroupNorm({ input, output, groups, scale, offset }: GroupNormArgs): void {
  requireReal('groupNorm', input);
  requireLayout('groupNorm', 'input', input, 'nhwc4');
  requireSame('groupNorm', input, output);
  const channels = imageShape(input.shape)[3];
  requireVector('groupNorm', 'scale', scale, channels);
  requireVector('groupNorm', 'offset', offset, channels);
  if (!Number.isInteger(groups) || groups < 1 || channels % groups !== 0) {
    throw shapeMismatch(
      `groupNorm: ${channels} channels don't divide into ${groups} groups`,
      'Give a number that divides the channels.',
    );
  }
}
