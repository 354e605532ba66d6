import { preluGradient as kernel } from '@facegpu/kernels';
import { defineOperator, requireInput, requireTensor } from '@facegpu/nn';

/**
 * `preluGradient(input, slope, gradient)`: what input and slope of a PReLU get, where its slope stretches
 * to its input.
 */
export const preluGradient = defineOperator({
  attributes: {},
  inputs: 3,
  outputs: 2,
  layout: 'dense',
  keepsBatch: () => false,
  infer: (context) => [requireInput(context, 0), requireInput(context, 1)],
  lower: (context) => {
    const [inputGradient, slopeGradient] = context.outputs;
    return kernel({
      input: requireTensor(context, 0),
      slope: requireTensor(context, 1),
      outputGradient: requireTensor(context, 2),
      inputGradient,
      slopeGradient,
    });
  },
});
