import { type Activation, identity, type Pair, type Shape } from '@facegpu/kernels';
import {
  activationReference,
  batchNormReference,
  binaryReference,
  concatReference,
  conv2dReference,
  gemmReference,
  globalAveragePoolReference,
  padReference,
  pool2dReference,
  softmaxReference,
} from '@facegpu/kernels/testing';
import { valuesOf } from '../ir/constant.ts';
import type { Network, Node } from '../ir/graph.ts';
import { activationOf } from '../operators/activation.ts';
import { allOperators } from '../operators/all.ts';
import { NodeAttributes } from '../operators/attributes.ts';
import { paddingOf } from '../operators/window.ts';
import { type Dimensions, inferShapes } from '../passes/infer-shapes.ts';

interface Value {
  readonly shape: Shape;
  readonly values: Float64Array;
}

/** Computes a network in float64 from the kernels' references, node by node. */
export function evaluate(
  { graph, constants }: Network,
  inputs: Readonly<Record<string, Float64Array>>,
  dimensions: Dimensions,
): Map<string, Float64Array> {
  const shapes = inferShapes({ graph, constants }, allOperators, dimensions);
  const values = new Map<string, Float64Array>(Object.entries(inputs));
  for (const [name, constant] of constants) values.set(name, valuesOf(constant));
  for (const node of graph.nodes) {
    const operands = node.inputs.map((name): Value => {
      return { shape: shapes.get(name) ?? [], values: values.get(name) ?? new Float64Array(0) };
    });
    values.set(node.output, evaluateNode(node, operands));
  }
  return values;
}

function evaluateNode(node: Node, operands: readonly Value[]): Float64Array {
  const attributes = new NodeAttributes(node);
  const [x, y] = operands as [Value, Value];
  const activation: Activation = activationOf(node) ?? identity;
  switch (node.operator) {
    case 'conv2d': {
      const strides = attributes.pair('strides', [1, 1]);
      const dilations = attributes.pair('dilations', [1, 1]);
      const kernel: Pair = [y.shape[0], y.shape[1]];
      return conv2dReference({
        input: x.values,
        inputShape: x.shape,
        weight: y.values,
        weightShape: y.shape,
        bias: operands[2]?.values,
        strides,
        dilations,
        padding: paddingOf(attributes, x.shape, kernel, strides, dilations),
        groups: attributes.number('groups', 1),
      });
    }
    case 'maxPool':
    case 'averagePool': {
      const kernel = attributes.pair('kernel');
      const strides = attributes.pair('strides', [1, 1]);
      return pool2dReference({
        kind: node.operator === 'maxPool' ? 'max' : 'average',
        input: x.values,
        inputShape: x.shape,
        kernel,
        strides,
        padding: paddingOf(attributes, x.shape, kernel, strides, [1, 1]),
      });
    }
    case 'globalAveragePool':
      return globalAveragePoolReference(x.values, x.shape);
    case 'batchNorm': {
      const [scale, offset, mean, variance] = operands.slice(1).map(({ values }) => {
        return Float32Array.from(values);
      });
      const epsilon = attributes.number('epsilon');
      return batchNormReference({ input: x.values, scale, offset, mean, variance, epsilon });
    }
    case 'add':
    case 'sub':
    case 'mul':
    case 'div':
    case 'prelu':
      return binaryReference(node.operator, x, y);
    case 'gemm':
      return gemmReference({
        rows: x.shape[0],
        inner: y.shape[0],
        columns: y.shape[1],
        a: x.values,
        b: y.values,
        bias: operands[2]?.values,
      });
    case 'softmax':
      return softmaxReference(x.values, x.shape, x.shape.length - 1);
    case 'concat':
      return concatReference(operands, attributes.number('axis'));
    case 'pad':
      return padReference(x.values, x.shape, {
        before: attributes.numbers('before'),
        after: attributes.numbers('after'),
        value: attributes.number('value', 0),
      });
    case 'reshape':
      return x.values;
    default:
      return activationReference(x.values, activation);
  }
}
