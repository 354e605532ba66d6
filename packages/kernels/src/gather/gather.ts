import { shapeMismatch } from '../errors.ts';
import { type Dispatch, dispatch } from '../shader/dispatch.ts';
import { linearGrid } from '../shader/grid.ts';
import { defineShader } from '../shader/shader.ts';
import { struct } from '../shader/struct.ts';
import { requireAxis } from '../tensor/axes.ts';
import { bytesPerElement } from '../tensor/dtype.ts';
import { requireIndices, requireLayout, requireSpec } from '../tensor/require.ts';
import { elementCount, formatShape, type Shape, type Tensor } from '../tensor/tensor.ts';
import source from './gather.wgsl';

export const gatherShader = defineShader({
  name: 'gather/gather',
  source,
  params: struct({
    outer: 'u32',
    batch: 'u32',
    rows: 'u32',
    row: 'u32',
    lanes: 'u32',
    wrap: 'u32',
  }),
  batched: true,
});

export interface GatherArgs {
  /** Dense, any dtype, one axis or more. */
  readonly input: Tensor;
  /** Dense, u32 or i32, any shape. Negative ones count from the end. */
  readonly indices: Tensor;
  /** The axis to gather along, counted from the end where it is negative; 0 where it is left out. */
  readonly axis?: number | undefined;
  /**
   * One u32: how many indices to look at, where they are a list and the axis is the first; what follows
   * may hold anything. All where it is left out.
   */
  readonly count?: Tensor | undefined;
  /** Dense, dtype of the input; its shape is the input's, with that of the indices for the axis. */
  readonly output: Tensor;
}

/**
 * Gathers slices along an axis: `output[…, i, …] = input[…, indices[i], …]`. An index that the input
 * doesn't have yields zeros, as TensorFlow's `gather` has it on GPUs.
 *
 * @throws FaceGpuError `shape-mismatch`
 */
export function gather({ input, indices, axis = 0, count, output }: GatherArgs): Dispatch[] {
  const { dtype } = input;
  const shape = gatherShape(input.shape, indices.shape, axis);
  const along = requireAxis('gather', axis, input.shape.length);
  requireLayout('gather', 'input', input, 'dense');
  requireIndices('gather', indices);
  requireSpec('gather', 'output', output, { shape, dtype, layout: 'dense' });
  if (count) {
    requireSpec('gather', 'count', count, { shape: [1], dtype: 'u32', layout: 'dense' });
    if (along !== 0 || indices.shape.length !== 1) {
      throw shapeMismatch(
        `gather: a count of indices ${formatShape(indices.shape)} along axis ${axis}`,
        'Only a list of indices along the first axis can be cut off.',
      );
    }
  }
  const rows = input.shape[along];
  const outer = elementCount(input.shape.slice(0, along));
  const batch = elementCount(indices.shape);
  const bytes = elementCount(input.shape.slice(along + 1)) * bytesPerElement(dtype);
  const lanes = bytes % 4 === 0 ? 1 : 4 / bytesPerElement(dtype);
  const row = (bytes / 4) * lanes;
  return [
    dispatch(gatherShader, {
      label: 'gather',
      params: { outer, batch, rows, row, lanes, wrap: indices.dtype === 'i32' ? rows : 0 },
      tensors: { input, indices, output },
      live: count,
      workgroups: linearGrid(Math.ceil((outer * batch * row) / lanes), 64),
    }),
  ];
}

/**
 * The shape of what is gathered: the input's, with that of the indices in place of the axis.
 *
 * @throws FaceGpuError `shape-mismatch`
 */
export function gatherShape(input: Shape, indices: Shape, axis: number): Shape {
  const along = requireAxis('gather', axis, input.length);
  return [...input.slice(0, along), ...indices, ...input.slice(along + 1)];
}
