import { concat as concatKernel, concatShape } from '@facegpu/kernels';
import type { Operator } from './operator.ts';
import { requireInput, requireTensor } from './require.ts';

/** `concat(a, b, …)` along the attribute axis. */
export const concat: Operator = {
  inputs: Number.POSITIVE_INFINITY,
  layout: 'dense',
  keepsBatch: (context) => {
    const axis = context.attributes.number('axis');
    return axis !== 0 && axis !== -requireInput(context, 0).length;
  },
  infer: (context) =>
    concatShape(
      context.node.inputs.map((_, i) => requireInput(context, i)),
      context.attributes.number('axis'),
    ),
  lower: (context) =>
    concatKernel({
      inputs: context.node.inputs.map((_, i) => requireTensor(context, i)),
      output: context.output,
      axis: context.attributes.number('axis'),
    }),
};
