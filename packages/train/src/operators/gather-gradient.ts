import { gatherGradient as kernel } from '@facegpu/kernels';
import { defineOperator, kinds, requireInput, requireTensor } from '@facegpu/nn';

/**
 * `gatherGradient(gradient, indices)`: what was gathered from gets, of the gradient of what was gathered.
 * Attributes: axis, and shape, that of what was gathered from.
 */
export const gatherGradient = defineOperator({
  attributes: { axis: kinds.integer, shape: kinds.integers },
  inputs: 2,
  layout: 'dense',
  keepsBatch: () => false,
  infer: (context) => {
    const { dtype } = requireInput(context, 0);
    return [{ shape: context.attributes.shape, dtype }];
  },
  lower: (context) =>
    kernel({
      axis: context.attributes.axis,
      outputGradient: requireTensor(context, 0),
      indices: requireTensor(context, 1),
      output: context.output,
    }),
});
