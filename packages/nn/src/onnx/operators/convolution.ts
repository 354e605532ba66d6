import type { Shape } from '@facegpu/kernels';
import { floats, int, ints, string } from '../attributes.ts';
import { unsupported } from '../bad-onnx.ts';
import { type AttributesFor, defineOnnxOperator, type OnnxContext } from '../operator.ts';
import { channelsLast, ownOrder } from '../order.ts';
import type { OnnxValue } from '../value.ts';
import { clipped } from './activations.ts';
import { elementwise } from './elementwise.ts';
import { imageOf, likeInput } from './image.ts';
import { view } from './view.ts';
import { pairOf, windowAttributes, windowOf } from './window.ts';

const attributes = { ...windowAttributes, group: int(1) };

const conv = defineOnnxOperator({
  attributes,
  inputs: [2, 3],
  lacks: 'images of three dimensions',
  lower: (context) => convolved(context),
});

/** Weights `[outputs, channels / groups, height, width]` become `[height, width, channels / groups, outputs]`. */
function convolved(context: OnnxContext<typeof attributes>): OnnxValue {
  const [input, weight, bias] = [context.input(0), context.input(1), context.optional(2)];
  const window = windowOf(context.attributes, context.shape(weight).slice(2));
  const { strides, dilations, padding } = window;
  const names = [imageOf(context, input), convolutionWeight(context, weight)];
  if (bias) names.push(context.dense(bias));
  const { group: groups } = context.attributes;
  const settings = { strides, dilations, padding, groups };
  const [outputs, inputs] = context.shape(weight);
  const isApart =
    groups > 1 && groups <= fewGroups && inputs >= wideGroup && outputs % groups === 0;
  const result = isApart
    ? groupByGroup(context, names, settings, [inputs, outputs / groups])
    : context.node('conv2d', names, settings, channelsLast);
  return likeInput(context, result, input);
}

/** Groups so few and of so many channels are convolutions of their own: those have the faster kernels. */
const fewGroups = 4;
const wideGroup = 32;

/**
 * @param names of image, weight and perhaps bias, each with its channels last
 * @param width channels of a group that go in, and that come out
 */
function groupByGroup(
  context: OnnxContext,
  names: readonly string[],
  { groups, ...settings }: AttributesFor<'conv2d'> & { readonly groups: number },
  [inputs, outputs]: readonly [inputs: number, outputs: number],
): OnnxValue {
  const parts = names.map((name, i) => {
    const sizes = Array.from({ length: groups }, () => (i === 0 ? inputs : outputs));
    return context.nodes(groups, 'split', [name], { axis: -1, sizes });
  });
  const results = Array.from({ length: groups }, (_, group) => {
    const own = parts.map((part) => part[group].name);
    return context.node('conv2d', own, settings, channelsLast).name;
  });
  return context.node('concat', results, { axis: 3 }, channelsLast);
}

/** Those of a window that slides over a line, `[outputs, channels / groups, length]`, get a row. */
function convolutionWeight(context: OnnxContext, weight: OnnxValue): string {
  if (weight.order.length === 4) return context.ordered(weight, [2, 3, 1, 0]);
  const order = [2, 1, 0];
  const line = { ...weight, name: context.ordered(weight, order), order };
  return view(context, line, [1, { axis: 0 }, { axis: 1 }, { axis: 2 }], ownOrder(4)).name;
}

const transposed = defineOnnxOperator({
  attributes: { ...attributes, output_padding: ints([0, 0]), output_shape: ints() },
  inputs: [2, 3],
  lacks: 'images of three dimensions',
  lower: (context) => {
    const [input, weight, bias] = [context.input(0), context.input(1), context.optional(2)];
    const { group: groups, output_padding, output_shape, auto_pad } = context.attributes;
    const sizes = context.shape(weight);
    const { strides, dilations, padding } = windowOf(context.attributes, sizes.slice(2));
    const size = output_shape && pairOf(output_shape.slice(-(sizes.length - 2)), 'output_shape');
    const names = [imageOf(context, input), transposedWeight(context, weight, sizes, groups)];
    if (bias) names.push(context.dense(bias));
    const settings = {
      strides,
      dilations,
      // The size says how much is cut off; the odd row is one in front, unless told.
      padding: size && auto_pad === 'NOTSET' ? 'same-lower' : padding,
      outputPadding: pairOf(output_padding, 'output_padding', 0),
      groups,
      ...(size && { size }),
    } as const;
    const result = context.node('convTranspose2d', names, settings, channelsLast);
    return likeInput(context, result, input);
  },
});

/**
 * Weights `[channels, outputs / groups, height, width]` become `[height, width, channels / groups,
 * outputs]`.
 */
function transposedWeight(
  context: OnnxContext,
  weight: OnnxValue,
  [channels, outputs, first, second]: Shape,
  groups: number,
): string {
  const [height, width] = second === undefined ? [1, first] : [first, second];
  const parts = [groups, channels / groups, outputs, height, width];
  const dense = { ...weight, name: context.dense(weight), order: ownOrder(weight.order.length) };
  const split = view(context, dense, parts, ownOrder(5));
  const moved = context.ordered(split, [3, 4, 1, 0, 2]);
  const shape = [height, width, channels / groups, groups * outputs];
  return context.node('reshape', [moved], { shape }).name;
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

export const convolutions = {
  Conv: conv,
  ConvTranspose: transposed,
  'com.microsoft.FusedConv': fusedConv,
};
