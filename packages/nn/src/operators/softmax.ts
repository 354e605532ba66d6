import { softmax as softmaxKernel } from '@facegpu/kernels';
import type { Operator } from './operator.ts';
import { requireInput, requireTensor } from './require.ts';

/** `softmax(input)` over the attribute axis; the last one unless told. */
export const softmax: Operator = {
  inputs: 1,
  layout: 'dense',
  keepsBatch: (context) => {
    const axis = context.attributes.number('axis', -1);
    return axis !== 0 && axis !== -requireInput(context, 0).length;
  },
  infer: (context) => requireInput(context, 0),
  lower: (context) =>
    softmaxKernel({
      input: requireTensor(context, 0),
      output: context.output,
      axis: context.attributes.number('axis', -1),
    }),
};
