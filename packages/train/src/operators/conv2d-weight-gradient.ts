import { conv2dWeightGradient as kernel } from '@facegpu/kernels';
import { defineOperator, kinds, paddingOf, requireInput, requireTensor } from '@facegpu/nn';

/**
 * `conv2dWeightGradient(input, gradient)`: what the weights of a convolution get, `[kernel height, kernel
 * width, channels / groups, outputs]`, of its input and of the gradient of its output. Attributes: kernel,
 * strides, dilations, padding, groups.
 */
export const conv2dWeightGradient = defineOperator({
  attributes: {
    kernel: kinds.pair,
    strides: kinds.pair,
    dilations: kinds.pair,
    padding: kinds.padding,
    groups: kinds.count,
  },
  inputs: 2,
  layout: 'nhwc4',
  outputLayouts: ['dense'],
  keepsBatch: () => false,
  infer: (context) => {
    const { kernel, groups } = context.attributes;
    const { shape, dtype } = requireInput(context, 0);
    const { shape: outputs } = requireInput(context, 1);
    return [{ shape: [...kernel, shape[3] / groups, outputs[3]], dtype }];
  },
  lower: (context) => {
    const input = requireTensor(context, 0);
    return kernel(context.target, {
      ...context.attributes,
      padding: paddingOf(context.attributes, input.shape),
      input,
      outputGradient: requireTensor(context, 1),
      output: context.output,
    });
  },
});
