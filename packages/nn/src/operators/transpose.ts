import { transpose as transposeKernel, transposeShape } from '@facegpu/kernels';
import type { Operator } from './operator.ts';
import { requireInput, requireTensor } from './require.ts';

/** `transpose(input)`: axis `i` of the output is the input's axis `permutation[i]`. */
export const transpose: Operator = {
  inputs: 1,
  layout: 'dense',
  keepsBatch: ({ attributes }) => attributes.numbers('permutation')[0] === 0,
  infer: (context) =>
    transposeShape(requireInput(context, 0), context.attributes.numbers('permutation')),
  lower: (context) =>
    transposeKernel({
      input: requireTensor(context, 0),
      output: context.output,
      permutation: context.attributes.numbers('permutation'),
    }),
};
