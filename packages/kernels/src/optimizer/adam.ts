import { type Dispatch, dispatch } from '../shader/dispatch.ts';
import { linearGrid } from '../shader/grid.ts';
import { defineShader } from '../shader/shader.ts';
import { struct } from '../shader/struct.ts';
import { requireSpec } from '../tensor/require.ts';
import { elementCount, type Tensor } from '../tensor/tensor.ts';
import source from './adam.wgsl';
import { type OptimizerArgs, requireState } from './contract.ts';

export const adamShader = defineShader({
  name: 'optimizer/adam',
  source,
  params: struct({
    vec4s: 'u32',
    count: 'u32',
    beta1: 'f32',
    beta2: 'f32',
    rest1: 'f32',
    rest2: 'f32',
    epsilon: 'f32',
    decay: 'f32',
  }),
});

export interface AdamSettings {
  /** How much of the mean of the gradients, and of that of their squares, is kept at each step. */
  readonly beta1: number;
  readonly beta2: number;
  /** Added to the root of the squares. */
  readonly epsilon: number;
  /** What of the value is taken off, times the rate (Loshchilov 2019). */
  readonly decay: number;
}

export interface AdamArgs extends OptimizerArgs, AdamSettings {
  /** `[3]`: the learning rate, `1 − beta1ⁿ` and `1 − beta2ⁿ` at the n-th step, which counts from 1. */
  readonly rate: Tensor;
  /** `[2, elements]`: means of the gradients and of their squares, zeros at first. */
  readonly moments: Tensor;
  readonly newMoments: Tensor;
}

/**
 * A step of Adam (Kingma 2015), and of AdamW where there is a decay.
 *
 * @throws FaceGpuError `shape-mismatch`
 */
export function adam(args: AdamArgs): Dispatch[] {
  const { rate, scale, value, gradient, moments, newValue, newMoments } = args;
  const vec4s = requireState('adam', args, { moments, newMoments }, 2);
  requireSpec('adam', 'rate', rate, { shape: [3], dtype: 'f32', layout: 'dense' });
  const { beta1, beta2, epsilon, decay } = args;
  return [
    dispatch(adamShader, {
      label: 'adam',
      params: {
        vec4s,
        count: elementCount(value.shape),
        beta1,
        beta2,
        rest1: 1 - beta1,
        rest2: 1 - beta2,
        epsilon,
        decay,
      },
      tensors: {
        rate,
        scale,
        value,
        gradient,
        moments,
        new_value: newValue,
        new_moments: newMoments,
      },
      workgroups: linearGrid(vec4s, 64),
    }),
  ];
}
