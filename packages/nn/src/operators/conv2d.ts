import {
  type Conv2dAttributes,
  conv2d as conv2dKernel,
  conv2dShape,
  type Pair,
  type Shape,
} from '@facegpu/kernels';
import { optional } from './attributes.ts';
import { count, padding, pair } from './kinds.ts';
import { defineOperator, type InferContext } from './operator.ts';
import { requireRank, requireReal, requireTensor, requireWeight } from './require.ts';
import { paddingOf } from './window.ts';

export const conv2dAttributes = {
  strides: optional(pair, [1, 1]),
  dilations: optional(pair, [1, 1]),
  padding: optional(padding, 'valid'),
  groups: optional(count, 1),
};

/**
 * `conv2d(input, weight, bias?, residual?, slopes?)`: input `[batch, height, width, channels]`, weight
 * `[kernel height, kernel width, channels / groups, outputs]`, bias `[outputs]`, residual like the
 * output, slopes of negative results `[outputs]`. Attributes: strides, dilations, padding, groups.
 */
export const conv2d = defineOperator({
  attributes: conv2dAttributes,
  inputs: 5,
  weights: [1, 2, 4],
  layout: 'nhwc4',
  fusesInputActivation: true,
  fusesActivation: true,
  residualInput: 3,
  slopesInput: 4,
  keepsBatch: () => true,
  infer: (context) => {
    const [input, weight] = inputShapes(context);
    const { dtype } = requireReal(context, 0);
    return [{ shape: conv2dShape(input, weight, attributesOf(context)), dtype }];
  },
  lower: (context) =>
    conv2dKernel(context.target, {
      ...attributesOf(context),
      input: requireTensor(context, 0),
      weight: requireWeight(context, 1),
      bias: context.weights[2],
      residual: context.tensors[3],
      slopes: context.weights[4],
      inputActivation: context.node.inputActivation,
      activation: context.activation,
      output: context.output,
      live: context.live,
    }),
});

type Context = InferContext<typeof conv2dAttributes>;

function inputShapes(context: Context): [input: Shape, weight: Shape] {
  return [requireRank(context, 0, 4), requireRank(context, 1, 4)];
}

function attributesOf(context: Context): Conv2dAttributes {
  const { strides, dilations, groups, padding } = context.attributes;
  const [input, [height, width]] = inputShapes(context);
  const kernel: Pair = [height, width];
  return {
    strides,
    dilations,
    padding: paddingOf({ padding, kernel, strides, dilations }, input),
    groups,
  };
}
