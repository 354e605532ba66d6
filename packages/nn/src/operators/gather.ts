import { formatShape, gather as gatherKernel, shapeMismatch } from '@facegpu/kernels';
import { defineOperator } from './operator.ts';
import { requireInput, requireTensor } from './require.ts';

/**
 * `gather(input, indices)`: rows of the input, `output[i] = input[indices[i]]`. The input is
 * `[rows, …]` of any dtype, the indices are `[gathered]` of u32; one past the end gives zeros.
 */
export const gather = defineOperator({
  attributes: {},
  inputs: 2,
  layout: 'dense',
  keepsBatch: () => false,
  infer: (context) => {
    const { shape, dtype } = requireInput(context, 0);
    const indices = requireInput(context, 1);
    if (shape.length === 0 || indices.shape.length !== 1 || indices.dtype !== 'u32') {
      throw shapeMismatch(
        `gather: input is ${formatShape(shape)}, indices are ${formatShape(indices.shape)} of ${indices.dtype}`,
        'The input needs an axis to gather along, the indices are [gathered] of u32.',
      );
    }
    return [{ shape: [indices.shape[0], ...shape.slice(1)], dtype }];
  },
  lower: (context) =>
    gatherKernel({
      input: requireTensor(context, 0),
      indices: requireTensor(context, 1),
      output: context.output,
    }),
  evaluate: ([values, indices], { inputs: [input] }) => {
    const row = values.length / (input?.shape[0] ?? 1);
    const gathered = new Float64Array(indices.length * row);
    indices.forEach((index, i) => {
      gathered.set(values.subarray(index * row, (index + 1) * row), i * row);
    });
    return [gathered];
  },
});
