import { type Dispatch, dispatch } from '../shader/dispatch.ts';
import { elementType } from '../shader/element.ts';
import { linearGrid } from '../shader/grid.ts';
import { defineShader } from '../shader/shader.ts';
import { struct } from '../shader/struct.ts';
import { requireAxis } from '../tensor/axes.ts';
import { requireLayout, requireSame } from '../tensor/require.ts';
import { elementCount, type Tensor } from '../tensor/tensor.ts';
import source from './cum-sum.wgsl';

export const cumSumShader = defineShader({
  name: 'cum-sum/cum-sum',
  source,
  params: struct({ outer: 'u32', size: 'u32', inner: 'u32' }),
  types: { element: 'f32', number: 'f32' },
  constants: { EXCLUSIVE: 0, REVERSE: 0 },
});

export interface CumSumArgs {
  /** Dense, any dtype but u8. */
  readonly input: Tensor;
  /** Same shape, layout and dtype as the input. */
  readonly output: Tensor;
  /** Along which is summed; counted from the end where negative. */
  readonly axis: number;
  /** An element's sum is that of those before it alone. */
  readonly exclusive?: boolean;
  /** Sums begin at the end. */
  readonly reverse?: boolean;
}

/**
 * Sums along an axis up to each element.
 *
 * @throws FaceGpuError `shape-mismatch`
 */
export function cumSum(args: CumSumArgs): Dispatch[] {
  const { input, output, axis, exclusive = false, reverse = false } = args;
  requireLayout('cum-sum', 'input', input, 'dense');
  requireSame('cum-sum', input, output);
  const { shape, dtype } = input;
  const along = requireAxis('cum-sum', axis, shape.length);
  const { stored, number } = elementType('cum-sum', dtype);
  const outer = elementCount(shape.slice(0, along));
  const inner = elementCount(shape.slice(along + 1));
  return [
    dispatch(cumSumShader, {
      label: 'cum-sum',
      types: { element: stored, number },
      constants: { EXCLUSIVE: Number(exclusive), REVERSE: Number(reverse) },
      params: { outer, size: shape[along], inner },
      tensors: { input, output },
      workgroups: linearGrid(outer * inner, 64),
    }),
  ];
}
