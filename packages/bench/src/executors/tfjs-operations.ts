import type { Activation, Pair, Shape } from '@facegpu/kernels';
import {
  activationOf,
  allOperators,
  type Node,
  paddingOf,
  readAttributes,
  type WindowAttributes,
} from '@facegpu/nn';
import { unsupported } from '../refusal.ts';
import type { Tf, TfActivation, TfPadding, TfTensor } from './tfjs-api.ts';

export interface Operands {
  readonly tensors: readonly TfTensor[];
  readonly shapes: readonly Shape[];
  /** Shape of the result. */
  readonly output: Shape;
}

/** A node of a graph as TensorFlow.js computes it. */
export function tfjsOperation(tf: Tf, node: Node, operands: Operands): TfTensor {
  const [x, y] = operands.tensors;
  switch (node.operator) {
    case 'conv2d':
      return convolution(tf, node, operands);
    case 'gemm': {
      const [a, b, bias] = operands.tensors;
      const { activation } = fusable(node.activation);
      return tf.fused.matMul({ a, b, ...(bias && { bias }), activation });
    }
    case 'maxPool':
    case 'averagePool': {
      const attributes = readAttributes(node, allOperators.maxPool.attributes);
      const { kernel, strides } = attributes;
      const pad = tfPadding(attributes, operands.shapes[0]);
      return node.operator === 'maxPool'
        ? tf.maxPool(x, kernel, strides, pad)
        : tf.avgPool(x, kernel, strides, pad);
    }
    case 'globalAveragePool':
      return tf.mean(x, [1, 2], true);
    case 'batchNorm': {
      const [, scale, offset, mean, variance] = operands.tensors;
      const { epsilon } = readAttributes(node, allOperators.batchNorm.attributes);
      const normal = tf.batchNorm(x, mean, variance, offset, scale, epsilon);
      return activated(tf, normal, node.activation);
    }
    case 'add':
      return activated(tf, tf.add(x, y), node.activation);
    case 'mul':
      return activated(tf, tf.mul(x, y), node.activation);
    case 'prelu':
      return tf.prelu(x, y);
    case 'softmax':
      return tf.softmax(x, readAttributes(node, allOperators.softmax.attributes).axis);
    case 'concat':
      return tf.concat(operands.tensors, readAttributes(node, allOperators.concat.attributes).axis);
    case 'pad': {
      const { before, after, value } = readAttributes(node, allOperators.pad.attributes);
      const amounts = before.map((amount, axis): Pair => [amount, after[axis]]);
      return tf.pad(x, amounts, value);
    }
    case 'reshape':
      return tf.reshape(x, operands.output);
    case 'resize': {
      const { coordinates } = readAttributes(node, allOperators.resize.attributes);
      const half = coordinates === 'half-pixel';
      const [, height, width] = operands.output;
      return tf.image.resizeBilinear(x, [height, width], !half, half);
    }
    default: {
      const activation = activationOf(node);
      if (!activation) throw unsupported('TensorFlow.js', node.operator);
      return activated(tf, x, activation);
    }
  }
}

function convolution(tf: Tf, node: Node, { tensors, shapes }: Operands): TfTensor {
  const [x, weight, bias] = tensors;
  const [input, kernelShape] = shapes;
  const [kernelHeight, kernelWidth, inputs, outputs] = kernelShape;
  const attributes = readAttributes(node, allOperators.conv2d.attributes);
  const { strides, dilations, groups } = attributes;
  const pad = tfPadding({ ...attributes, kernel: [kernelHeight, kernelWidth] }, input);
  const common = {
    x,
    strides,
    dilations,
    pad,
    ...(bias && { bias }),
    ...fusable(node.activation),
  };
  if (groups === 1) return tf.fused.conv2d({ ...common, filter: weight });
  if (inputs !== 1) throw unsupported('TensorFlow.js', 'a grouped convolution');
  const filter = tf.reshape(weight, [kernelHeight, kernelWidth, groups, outputs / groups]);
  return tf.fused.depthwiseConv2d({ ...common, filter });
}

function tfPadding(window: WindowAttributes, input: Shape): TfPadding {
  const { padding } = window;
  if (padding === 'same' || padding === 'valid') return padding;
  const { top, bottom, left, right } = paddingOf(window, input);
  return [
    [0, 0],
    [top, bottom],
    [left, right],
    [0, 0],
  ];
}

/** The activation in the words of TensorFlow.js' fused operations. */
function fusable(activation: Activation | undefined): {
  activation: TfActivation;
  leakyreluAlpha?: number;
} {
  switch (activation?.kind) {
    case undefined:
    case 'identity':
      return { activation: 'linear' };
    case 'relu':
    case 'relu6':
    case 'sigmoid':
      return { activation: activation.kind };
    case 'leakyRelu':
      return { activation: 'leakyrelu', leakyreluAlpha: activation.slope };
    default:
      throw unsupported('TensorFlow.js', `a fused ${activation?.kind}`);
  }
}

function activated(tf: Tf, x: TfTensor, activation: Activation | undefined): TfTensor {
  switch (activation?.kind) {
    case undefined:
    case 'identity':
      return x;
    case 'relu':
      return tf.relu(x);
    case 'relu6':
      return tf.relu6(x);
    case 'sigmoid':
      return tf.sigmoid(x);
    case 'leakyRelu':
      return tf.leakyRelu(x, activation.slope);
    default:
      throw unsupported('TensorFlow.js', activation?.kind ?? '');
  }
}
