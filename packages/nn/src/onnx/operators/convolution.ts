import { floats, int, string } from '../attributes.ts';
import { unsupported } from '../bad-onnx.ts';
import { defineOnnxOperator, type OnnxContext } from '../operator.ts';
import { channelsLast } from '../order.ts';
import type { OnnxValue } from '../value.ts';
import { clipped } from './activations.ts';
import { elementwise } from './elementwise.ts';
import { windowAttributes, windowOf } from './window.ts';

const attributes = { ...windowAttributes, group: int(1) };

const conv = defineOnnxOperator({
  attributes,
  inputs: [2, 3],
  lacks: 'images of one or three dimensions',
  lower: (context) => convolved(context),
});

/** Weights `[outputs, channels / groups, height, width]` become `[height, width, channels / groups, outputs]`. */
function convolved(context: OnnxContext<typeof attributes>): OnnxValue {
  const [input, weight, bias] = [context.input(0), context.input(1), context.optional(2)];
  const image = context.image(input);
  const kernel = context.shape(weight).slice(2);
  const { strides, dilations, padding } = windowOf(context, context.attributes, kernel, input);
  const names = [image, context.ordered(weight, [2, 3, 1, 0])];
  if (bias) names.push(context.dense(bias));
  const { group: groups } = context.attributes;
  return context.node('conv2d', names, { strides, dilations, padding, groups }, channelsLast);
}

/**
 * What ONNX Runtime makes of a convolution and what follows it: a sum with a further input, and an
 * activation.
 */
const fusedConv = defineOnnxOperator({
  attributes: { ...attributes, activation: string(''), activation_params: floats([]) },
  inputs: [2, 4],
  lower: (context) => {
    const sum = context.optional(3);
    const result = convolved(context);
    const { activation, activation_params: params } = context.attributes;
    return activated(
      context,
      sum ? elementwise(context, 'add', [result, sum]) : result,
      activation,
      params,
    );
  },
});

function activated(
  context: OnnxContext,
  value: OnnxValue,
  activation: string,
  params: readonly number[],
): OnnxValue {
  const { name, order } = value;
  switch (activation) {
    case '':
      return value;
    case 'Relu':
      return context.node('relu', [name], {}, order);
    case 'Sigmoid':
      return context.node('sigmoid', [name], {}, order);
    case 'Tanh':
      return context.node('tanh', [name], {}, order);
    case 'LeakyRelu':
      return context.node('leakyRelu', [name], { slope: params[0] ?? 0.01 }, order);
    case 'Clip':
      return clipped(context, value, params[0], params[1]);
    default:
      throw unsupported(
        `the activation ${activation}`,
        'These are supported: Relu, Sigmoid, Tanh, LeakyRelu, Clip.',
      );
  }
}

export const convolutions = { Conv: conv, 'com.microsoft.FusedConv': fusedConv };
