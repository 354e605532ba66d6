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
import { type Dimensions, inferTypes } from '../ir/infer-types.ts';
import { activationOf } from '../operators/activation.ts';
import { allOperators } from '../operators/all.ts';
import { readAttributes } from '../operators/attributes.ts';
import { paddingOf } from '../operators/window.ts';

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
  const types = inferTypes({ graph, constants }, allOperators, dimensions);
  const values = new Map<string, Float64Array>(Object.entries(inputs));
  for (const [name, constant] of constants)
    values.set(name, Float64Array.from(Float32Array.from(valuesOf(constant))));
  for (const node of graph.nodes) {
    const operands = node.inputs.map((name): Value => {
      return {
        shape: types.get(name)?.shape ?? [],
        values: values.get(name) ?? new Float64Array(0),
      };
    });
    values.set(node.outputs[0], evaluateNode(node, operands));
  }
  return values;
}

function evaluateNode(node: Node, operands: readonly Value[]): Float64Array {
  const [x, y] = operands as [Value, Value];
  const activation: Activation = activationOf(node) ?? identity;
  switch (node.operator) {
    case 'conv2d': {
      const attributes = readAttributes(node, allOperators.conv2d.attributes);
      const kernel: Pair = [y.shape[0], y.shape[1]];
      return conv2dReference({
        input: x.values,
        inputShape: x.shape,
        weight: y.values,
        weightShape: y.shape,
        bias: operands[2]?.values,
        ...attributes,
        padding: paddingOf({ ...attributes, kernel }, x.shape),
      });
    }
    case 'maxPool':
    case 'averagePool': {
      const attributes = readAttributes(node, allOperators.maxPool.attributes);
      return pool2dReference({
        kind: node.operator === 'maxPool' ? 'max' : 'average',
        input: x.values,
        inputShape: x.shape,
        ...attributes,
        padding: paddingOf(attributes, x.shape),
      });
    }
    case 'globalAveragePool':
      return globalAveragePoolReference(x.values, x.shape);
    case 'batchNorm': {
      const [scale, offset, mean, variance] = operands.slice(1).map(({ values }) => {
        return Float32Array.from(values);
      });
      const { epsilon } = readAttributes(node, allOperators.batchNorm.attributes);
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
      return concatReference(operands, readAttributes(node, allOperators.concat.attributes).axis);
    case 'pad':
      return padReference(x.values, x.shape, readAttributes(node, allOperators.pad.attributes));
    case 'reshape':
      return x.values;
    default:
      return activationReference(x.values, activation);
  }
}
