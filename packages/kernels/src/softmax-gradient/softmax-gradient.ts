import { type Dispatch, dispatch } from '../shader/dispatch.ts';
import { linearGrid } from '../shader/grid.ts';
import { defineShader } from '../shader/shader.ts';
import { struct } from '../shader/struct.ts';
import { requireAxis } from '../tensor/axes.ts';
import { requireSpec } from '../tensor/require.ts';
import { elementCount, type Tensor } from '../tensor/tensor.ts';
import source from './softmax-gradient.wgsl';

export const softmaxGradientShader = defineShader({
  name: 'softmax-gradient/softmax-gradient',
  source,
  params: struct({ outer: 'u32', size: 'u32', inner: 'u32' }),
  constants: { LOGARITHM: 0 },
});

export interface SoftmaxGradientArgs {
  /** What the softmax gave: dense, f32. */
  readonly result: Tensor;
  /** The gradient of that; like it. */
  readonly outputGradient: Tensor;
  /** The gradient of what the softmax was given; like it. */
  readonly output: Tensor;
  /** Along which the softmax sums to 1; counted from the end where it is negative. */
  readonly axis: number;
  /** Whether it gave the logarithm of the softmax; not unless told. */
  readonly logarithm?: boolean;
}

/**
 * The gradient of a softmax along an axis, or of its logarithm, from what it gave.
 *
 * @throws FaceGpuError `shape-mismatch`
 */
export function softmaxGradient(args: SoftmaxGradientArgs): Dispatch[] {
  const { result, outputGradient, output, axis, logarithm = false } = args;
  const { shape } = result;
  for (const [name, tensor] of Object.entries({ result, outputGradient, output })) {
    requireSpec('softmaxGradient', name, tensor, { shape, dtype: 'f32', layout: 'dense' });
  }
  const along = requireAxis('softmaxGradient', axis, shape.length);
  const outer = elementCount(shape.slice(0, along));
  const size = shape[along];
  const inner = elementCount(shape.slice(along + 1));
  return [
    dispatch(softmaxGradientShader, {
      label: 'gradient of softmax',
      constants: { LOGARITHM: Number(logarithm) },
      params: { outer, size, inner },
      tensors: { result, output_gradient: outputGradient, output },
      workgroups: linearGrid(size === 0 ? 0 : outer * inner, 64),
    }),
  ];
}
