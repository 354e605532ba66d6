import { softmax as softmaxKernel } from '@facegpu/kernels';
import { optional } from './attributes.ts';
import { integer } from './kinds.ts';
import { defineOperator } from './operator.ts';
import { isBehindBatch, requireReal, requireTensor } from './require.ts';

/** `softmax(input)` over the attribute axis; the last one unless told. `logSoftmax` is its logarithm. */
export const softmax = operation(false);
export const logSoftmax = operation(true);

/* @__NO_SIDE_EFFECTS__ */
function operation(logarithm: boolean) {
  return defineOperator({
    attributes: { axis: optional(integer, -1) },
    inputs: 1,
    layout: 'dense',
    keepsBatch: (context) => isBehindBatch(context, context.attributes.axis),
    infer: (context) => [requireReal(context, 0)],
    lower: (context) =>
      softmaxKernel({
        input: requireTensor(context, 0),
        output: context.output,
        axis: context.attributes.axis,
        logarithm,
      }),
  });
}
