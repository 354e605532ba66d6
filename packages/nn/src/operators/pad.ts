import { pad as padKernel, padShape } from '@facegpu/kernels';
import type { InferContext, Operator } from './operator.ts';
import { requireInput, requireTensor } from './require.ts';

/** `pad(input)` with the attributes before, after (an amount for each axis) and value. */
export const pad: Operator = {
  inputs: 1,
  layout: 'dense',
  keepsBatch: (context) => {
    const { before, after } = amounts(context);
    return before[0] === 0 && after[0] === 0;
  },
  infer: (context) => padShape(requireInput(context, 0), amounts(context)),
  lower: (context) =>
    padKernel({
      ...amounts(context),
      input: requireTensor(context, 0),
      output: context.output,
      value: context.attributes.number('value', 0),
    }),
};

function amounts({ attributes }: InferContext) {
  return { before: attributes.numbers('before'), after: attributes.numbers('after') };
}
