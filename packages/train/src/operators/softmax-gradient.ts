import { softmaxGradient as kernel } from '@facegpu/kernels';
import { defineOperator, kinds, optional, requireInput, requireTensor } from '@facegpu/nn';

/**
 * `softmaxGradient(result, gradient)`: what the input of a softmax gets, of what the softmax gave and of
 * the gradient of that. Attributes: axis, and logarithm where it is that of `logSoftmax`.
 */
export const softmaxGradient = defineOperator({
  attributes: { axis: kinds.integer, logarithm: optional(kinds.flag, false) },
  inputs: 2,
  layout: 'dense',
  keepsBatch: () => false,
  infer: (context) => [requireInput(context, 0)],
  lower: (context) =>
    kernel({
      ...context.attributes,
      result: requireTensor(context, 0),
      outputGradient: requireTensor(context, 1),
      output: context.output,
    }),
});
