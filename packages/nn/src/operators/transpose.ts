import { transpose as transposeKernel, transposeShape } from '@facegpu/kernels';
import { transposeValues } from './evaluate.ts';
import { integers } from './kinds.ts';
import { defineOperator } from './operator.ts';
import { requireInput, requireTensor } from './require.ts';

/** `transpose(input)`: axis `i` of the output is the input's axis `permutation[i]`. */
export const transpose = defineOperator({
  attributes: { permutation: integers },
  inputs: 1,
  layout: 'dense',
  writesAnyLayout: true,
  keepsBatch: ({ attributes }) => attributes.permutation[0] === 0,
  infer: (context) => {
    const { shape, dtype } = requireInput(context, 0);
    return [{ shape: transposeShape(shape, context.attributes.permutation), dtype }];
  },
  lower: (context) =>
    transposeKernel({
      input: requireTensor(context, 0),
      output: context.output,
      permutation: context.attributes.permutation,
    }),
  evaluate: ([values], context) => {
    const { shape } = requireInput(context, 0);
    return [transposeValues(values, shape, context.attributes.permutation)];
  },
});
