import { type Dispatch, dispatch } from '../shader/dispatch.ts';
import { linearGrid } from '../shader/grid.ts';
import { defineShader } from '../shader/shader.ts';
import { struct } from '../shader/struct.ts';
import { requireAxis } from '../tensor/axes.ts';
import { requireLayout, requireReal, requireSame } from '../tensor/require.ts';
import { elementCount, type Tensor } from '../tensor/tensor.ts';
import source from './softmax.wgsl';

export const softmaxShader = defineShader({
  name: 'softmax/softmax',
  source,
  params: struct({ outer: 'u32', size: 'u32', inner: 'u32' }),
  constants: { LOGARITHM: 0 },
});

export interface SoftmaxArgs {
  /** Dense, f32 or f16. */
  readonly input: Tensor;
  /** Same shape, layout and dtype as the input. */
  readonly output: Tensor;
  /** Along which the output sums to 1; counted from the end where it is negative. */
  readonly axis: number;
  /** Gives the logarithm of the softmax; not unless told. */
  readonly logarithm?: boolean;
}

/**
 * Softmax along an axis, or its logarithm. The largest element is subtracted first, so that large ones don't overflow.
 *
 * @throws FaceGpuError `shape-mismatch`
 */
export function softmax({ input, output, axis, logarithm }: SoftmaxArgs): Dispatch[] {
  const real = requireReal('softmax', input);
  requireLayout('softmax', 'input', input, 'dense');
  requireSame('softmax', input, output);
  const { shape } = input;
  const along = requireAxis('softmax', axis, shape.length);
  const outer = elementCount(shape.slice(0, along));
  const size = shape[along];
  const inner = elementCount(shape.slice(along + 1));
  return [
    dispatch(softmaxShader, {
      label: 'softmax',
      real,
      constants: { LOGARITHM: Number(logarithm ?? false) },
      params: { outer, size, inner },
      tensors: { input, output },
      workgroups: linearGrid(size === 0 ? 0 : outer * inner, 64),
    }),
  ];
}
