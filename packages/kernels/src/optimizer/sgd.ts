import { type Dispatch, dispatch } from '../shader/dispatch.ts';
import { linearGrid } from '../shader/grid.ts';
import { defineShader } from '../shader/shader.ts';
import { struct } from '../shader/struct.ts';
import { requireSpec } from '../tensor/require.ts';
import { elementCount, type Tensor } from '../tensor/tensor.ts';
import { type OptimizerArgs, requireState } from './contract.ts';
import source from './sgd.wgsl';

export const sgdShader = defineShader({
  name: 'optimizer/sgd',
  source,
  params: struct({ vec4s: 'u32', count: 'u32', momentum: 'f32', nesterov: 'f32', decay: 'f32' }),
});

export interface SgdSettings {
  /** How much of the last step is in the next, from 0 to 1. */
  readonly momentum: number;
  /** Whether the slope is taken where the momentum leads (Nesterov 1983, as Sutskever 2013 writes it). */
  readonly nesterov: boolean;
  /** What of the value is added to its gradient. */
  readonly decay: number;
}

export interface SgdArgs extends OptimizerArgs, SgdSettings {
  /** The learning rate, `[1]`. */
  readonly rate: Tensor;
  /** `[1, elements]`, zeros at first, see `optimizerStateShape`. */
  readonly velocity: Tensor;
  readonly newVelocity: Tensor;
}

/**
 * A step of stochastic gradient descent with momentum:
 * `velocity = momentum · velocity + gradient · scale + decay · value`, `value −= rate · velocity`.
 *
 * @throws FaceGpuError `shape-mismatch`
 */
export function sgd(args: SgdArgs): Dispatch[] {
  const { rate, scale, value, gradient, velocity, newValue, newVelocity } = args;
  const vec4s = requireState('sgd', args, { velocity, newVelocity }, 1);
  requireSpec('sgd', 'rate', rate, { shape: [1], dtype: 'f32', layout: 'dense' });
  const { momentum, nesterov, decay } = args;
  return [
    dispatch(sgdShader, {
      label: 'sgd',
      params: {
        vec4s,
        count: elementCount(value.shape),
        momentum,
        nesterov: Number(nesterov),
        decay,
      },
      tensors: {
        rate,
        scale,
        value,
        gradient,
        velocity,
        new_value: newValue,
        new_velocity: newVelocity,
      },
      workgroups: linearGrid(vec4s, 64),
    }),
  ];
}
