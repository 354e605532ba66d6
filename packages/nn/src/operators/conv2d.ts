import {
  type Conv2dAttributes,
  conv2d as conv2dKernel,
  conv2dShape,
  type Pair,
  type Shape,
} from '@facegpu/kernels';
import type { InferContext, Operator } from './operator.ts';
import { optionalValues, requireRank, requireTensor, requireWeights } from './require.ts';
import { paddingOf } from './window.ts';

/**
 * `conv2d(input, weight, bias?, residual?)`: input `[batch, height, width, channels]`, weight
 * `[kernel height, kernel width, channels / groups, outputs]`, bias `[outputs]`, residual like the
 * output. Attributes: strides, dilations, padding, groups.
 */
export const conv2d: Operator = {
  inputs: 4,
  weights: [1, 2],
  layout: 'nhwc4',
  fusesInputActivation: true,
  fusesActivation: true,
  residualInput: 3,
  keepsBatch: () => true,
  infer: (context) => {
    const [input, weight] = inputShapes(context);
    return conv2dShape(input, weight, attributesOf(context));
  },
  lower: (context) => {
    const weight = requireWeights(context, 1);
    return conv2dKernel(context.target, {
      ...attributesOf(context),
      input: requireTensor(context, 0),
      weight,
      bias: optionalValues(context, 2),
      residual: context.tensors[3],
      inputActivation: context.node.inputActivation,
      activation: context.activation,
      output: context.output,
      live: context.live,
    });
  },
};

function inputShapes(context: InferContext): [input: Shape, weight: Shape] {
  return [requireRank(context, 0, 4), requireRank(context, 1, 4)];
}

function attributesOf(context: InferContext): Conv2dAttributes {
  const { attributes } = context;
  const [input, weight] = inputShapes(context);
  const kernel: Pair = [weight[0], weight[1]];
  const strides = attributes.pair('strides', [1, 1]);
  const dilations = attributes.pair('dilations', [1, 1]);
  return {
    strides,
    dilations,
    padding: paddingOf(attributes, input, kernel, strides, dilations),
    groups: attributes.number('groups', 1),
  };
}
