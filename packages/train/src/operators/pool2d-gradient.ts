import {
  averagePoolGradient as averageKernel,
  maxPoolGradient as maxKernel,
  type Pool2dWindow,
} from '@facegpu/kernels';
import { defineOperator, kinds, optional, requireInput, requireTensor } from '@facegpu/nn';

const window = {
  kernel: kinds.pair,
  strides: kinds.pair,
  dilations: kinds.pair,
  padding: kinds.integers,
  ceil: optional(kinds.flag, false),
};

/**
 * `maxPoolGradient(input, gradient)`: what the input of a max pooling gets, of it and of the gradient of
 * what the pooling gave. Attributes: kernel, strides, dilations, padding (four numbers), ceil.
 */
export const maxPoolGradient = defineOperator({
  attributes: window,
  inputs: 2,
  layout: 'nhwc4',
  keepsBatch: () => true,
  infer: (context) => [requireInput(context, 0)],
  lower: (context) =>
    maxKernel({
      ...windowOf(context.attributes),
      input: requireTensor(context, 0),
      outputGradient: requireTensor(context, 1),
      output: context.output,
    }),
});

/**
 * `averagePoolGradient(gradient)`: what the input of an average pooling gets. Attributes: size, the height
 * and the width of that input, countPadding, and those of `maxPoolGradient`.
 */
export const averagePoolGradient = defineOperator({
  attributes: { ...window, size: kinds.pair, countPadding: optional(kinds.flag, false) },
  inputs: 1,
  layout: 'nhwc4',
  keepsBatch: () => true,
  infer: (context) => {
    const { shape, dtype } = requireInput(context, 0);
    return [{ shape: [shape[0], ...context.attributes.size, shape[3]], dtype }];
  },
  lower: (context) =>
    averageKernel({
      ...windowOf(context.attributes),
      countPadding: context.attributes.countPadding,
      outputGradient: requireTensor(context, 0),
      output: context.output,
    }),
});

interface WindowAttributes extends Omit<Pool2dWindow, 'padding'> {
  readonly padding: readonly number[];
}

function windowOf({ kernel, strides, dilations, padding, ceil }: WindowAttributes): Pool2dWindow {
  const [top, bottom, left, right] = padding;
  return { kernel, strides, dilations, ceil, padding: { top, bottom, left, right } };
}
