import { gather } from '../gather/gather.ts';
import { flatRows, requireDepth } from '../indexing/flat-indices.ts';
import type { Dispatch } from '../shader/dispatch.ts';
import { requireLayout, requireSpec } from '../tensor/require.ts';
import { elementCount, type Shape, type Tensor } from '../tensor/tensor.ts';

export interface GatherNdArgs {
  /** `[…batch, …indexed, …row]`, dense, any dtype. */
  readonly input: Tensor;
  /**
   * `[…batch, …, depth]`, dense, u32 or i32: as many indices to a tuple as there are indexed axes.
   * Negative ones count from the end.
   */
  readonly indices: Tensor;
  /** How many axes in front the two share; none where it is left out. */
  readonly batchAxes?: number | undefined;
  /** `[…batch, …, …row]`, dense, dtype of the input. */
  readonly output: Tensor;
}

/**
 * Gathers the parts of a tensor that tuples of indices name: `output[i] = input[indices[i][0]][indices[i][1]]`
 * with two to a tuple. A tuple that leads outside yields zeros.
 *
 * @throws FaceGpuError `shape-mismatch`
 */
export function gatherNd({ input, indices, batchAxes = 0, output }: GatherNdArgs): Dispatch[] {
  const { dtype } = input;
  const shape = gatherNdShape(input.shape, indices.shape, batchAxes);
  requireLayout('gatherNd', 'input', input, 'dense');
  requireSpec('gatherNd', 'output', output, { shape, dtype, layout: 'dense' });
  const depth = requireDepth('gatherNd', indices.shape, input.shape, batchAxes);
  const rows = elementCount(input.shape.slice(0, batchAxes + depth));
  const row = elementCount(input.shape.slice(batchAxes + depth));
  const flat = flatRows('gatherNd', indices, input.shape, batchAxes);
  const [count] = flat.tensor.shape;
  return [
    ...flat.dispatches,
    ...gather({
      input: input.view([rows, row]),
      indices: flat.tensor,
      output: output.view([count, row]),
    }),
  ];
}

/**
 * The shape of what is gathered.
 *
 * @throws FaceGpuError `shape-mismatch`
 */
export function gatherNdShape(input: Shape, indices: Shape, batchAxes: number): Shape {
  const depth = requireDepth('gatherNd', indices, input, batchAxes);
  return [...indices.slice(0, -1), ...input.slice(batchAxes + depth)];
}
