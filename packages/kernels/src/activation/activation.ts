import type { Activation } from '../shader/activation.ts';
import { type Dispatch, dispatch } from '../shader/dispatch.ts';
import { linearGrid } from '../shader/grid.ts';
import { defineShader } from '../shader/shader.ts';
import { struct } from '../shader/struct.ts';
import { requireReal, requireSame } from '../tensor/require.ts';
import { storedCount, type Tensor } from '../tensor/tensor.ts';
import source from './activation.wgsl';

export const activationShader = defineShader({
  name: 'activation/activation',
  source,
  params: struct({ vec4s: 'u32' }),
  activation: true,
});

export interface ActivationArgs {
  /** Any shape and layout; f32 or f16. */
  readonly input: Tensor;
  /** Same shape, layout and dtype as the input. */
  readonly output: Tensor;
  readonly activation: Activation;
}

/**
 * Applies an activation to each element.
 *
 * @throws FaceGpuError `shape-mismatch`
 */
export function activation({ input, output, activation }: ActivationArgs): Dispatch[] {
  const real = requireReal('activation', input);
  requireSame('activation', input, output);
  const vec4s = Math.ceil(storedCount(input) / 4);
  return [
    dispatch(activationShader, {
      label: activation.kind,
      real,
      activation,
      params: { vec4s },
      tensors: { input, output },
      workgroups: linearGrid(vec4s, 64),
    }),
  ];
}
