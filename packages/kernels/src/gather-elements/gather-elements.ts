import { gather } from '../gather/gather.ts';
import { flatElements } from '../indexing/flat-indices.ts';
import type { Dispatch } from '../shader/dispatch.ts';
import { requireLayout, requireSpec } from '../tensor/require.ts';
import { elementCount, type Tensor } from '../tensor/tensor.ts';

export interface GatherElementsArgs {
  /** Dense, any dtype. */
  readonly input: Tensor;
  /**
   * Dense, u32 or i32; negative ones count from the end. As many axes as the input, none of them longer
   * but the one to gather along.
   */
  readonly indices: Tensor;
  /** Counted from the end where it is negative. */
  readonly axis: number;
  /** Dense, dtype of the input, shape of the indices. */
  readonly output: Tensor;
}

/**
 * Gathers elements along an axis: `output[i][j] = input[i][indices[i][j]]` along the last one of two. An
 * index that the input doesn't have yields 0.
 *
 * @throws FaceGpuError `shape-mismatch`
 */
export function gatherElements({ input, indices, axis, output }: GatherElementsArgs): Dispatch[] {
  const { dtype } = input;
  const { shape } = indices;
  requireLayout('gatherElements', 'input', input, 'dense');
  requireSpec('gatherElements', 'output', output, { shape, dtype, layout: 'dense' });
  const flat = flatElements('gatherElements', indices, input.shape, axis);
  return [
    ...flat.dispatches,
    ...gather({
      input: input.view([elementCount(input.shape)]),
      indices: flat.tensor,
      output: output.view([elementCount(shape)]),
    }),
  ];
}
