import { type Dispatch, dispatch } from '../shader/dispatch.ts';
import { linearGrid } from '../shader/grid.ts';
import { defineShader } from '../shader/shader.ts';
import { struct } from '../shader/struct.ts';
import { bytesPerElement } from '../tensor/dtype.ts';
import { requireLayout, requireSpec } from '../tensor/require.ts';
import { elementCount, type Tensor } from '../tensor/tensor.ts';
import source from './gather.wgsl';

export const gatherShader = defineShader({
  name: 'gather/gather',
  source,
  params: struct({ batch: 'u32', rows: 'u32', row: 'u32', lanes: 'u32' }),
  batched: true,
});

export interface GatherArgs {
  /** `[rows, …]`, dense, any dtype. */
  readonly input: Tensor;
  /** `[gathered]`, dense, u32. */
  readonly indices: Tensor;
  /** One u32: how many rows to gather; what follows them may hold anything. All where left out. */
  readonly count?: Tensor | undefined;
  /** `[gathered, …]`, dense, dtype of the input. */
  readonly output: Tensor;
}

/**
 * Gathers slices along the first axis: `output[i] = input[indices[i]]`. An index past the end of the
 * input yields zeros, as TensorFlow's `gather` has it on GPUs.
 *
 * @throws FaceGpuError `shape-mismatch`
 */
export function gather({ input, indices, count, output }: GatherArgs): Dispatch[] {
  const { dtype } = input;
  const [rows, ...shape] = input.shape;
  const [batch] = indices.shape;
  requireLayout('gather', 'input', input, 'dense');
  requireSpec('gather', 'indices', indices, { shape: [batch], dtype: 'u32', layout: 'dense' });
  requireSpec('gather', 'output', output, { shape: [batch, ...shape], dtype, layout: 'dense' });
  if (count) requireSpec('gather', 'count', count, { shape: [1], dtype: 'u32', layout: 'dense' });
  const bytes = elementCount(shape) * bytesPerElement(dtype);
  const lanes = bytes % 4 === 0 ? 1 : 4 / bytesPerElement(dtype);
  const row = (bytes / 4) * lanes;
  return [
    dispatch(gatherShader, {
      label: 'gather',
      params: { batch, rows, row, lanes },
      tensors: { input, indices, output },
      live: count,
      workgroups: linearGrid(Math.ceil((batch * row) / lanes), 64),
    }),
  ];
}
