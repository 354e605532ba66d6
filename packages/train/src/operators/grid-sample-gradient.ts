import {
  gridSampleGridGradient as gridKernel,
  gridSampleInputGradient as inputKernel,
} from '@facegpu/kernels';
import { allOperators, defineOperator, kinds, requireInput, requireTensor } from '@facegpu/nn';

const { attributes } = allOperators.gridSample;

/**
 * `gridSampleInputGradient(grid, gradient)`: what the images get that a grid sampled. Attributes: original, their height
 * and width, and those of `gridSample`.
 */
export const gridSampleInputGradient = defineOperator({
  attributes: { ...attributes, original: kinds.pair },
  inputs: 2,
  layout: 'nhwc4',
  keepsBatch: () => true,
  infer: (context) => {
    const { shape, dtype } = requireInput(context, 1);
    return [{ shape: [shape[0], ...context.attributes.original, shape[3]], dtype }];
  },
  lower: (context) =>
    inputKernel({
      ...context.attributes,
      grid: requireTensor(context, 0),
      outputGradient: requireTensor(context, 1),
      output: context.output,
    }),
});

/** `gridSampleGridGradient(input, grid, gradient)`: what the grid gets. Attributes: those of `gridSample`. */
export const gridSampleGridGradient = defineOperator({
  attributes,
  inputs: 3,
  layout: 'nhwc4',
  keepsBatch: () => true,
  infer: (context) => [requireInput(context, 1)],
  lower: (context) =>
    gridKernel({
      ...context.attributes,
      input: requireTensor(context, 0),
      grid: requireTensor(context, 1),
      outputGradient: requireTensor(context, 2),
      output: context.output,
    }),
});
