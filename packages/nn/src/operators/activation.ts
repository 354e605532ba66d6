import {
  type Activation,
  activate,
  activation as activationKernel,
  identity,
} from '@facegpu/kernels';
import type { Node } from '../ir/graph.ts';
import { type AttributeSchema, optional, readAttributes } from './attributes.ts';
import { real } from './kinds.ts';
import { defineOperator } from './operator.ts';
import { requireReal, requireTensor } from './require.ts';

const slope = optional(real, 0.01);

/** Of `clip`, which has no bound where one is left out. */
export const bounds = { low: optional(real), high: optional(real) };

/** The activation that a node stands for, where that is all it does. */
export function activationOf(node: Node): Activation | undefined {
  switch (node.operator) {
    case 'relu':
    case 'relu6':
    case 'sigmoid':
    case 'tanh':
    case 'hardSwish':
      return { kind: node.operator };
    case 'clip': {
      const { low, high } = readAttributes(node, bounds);
      return { kind: 'clip', low: low ?? -Infinity, high: high ?? Infinity };
    }
    case 'leakyRelu':
      return { kind: 'leakyRelu', ...readAttributes(node, { slope }) };
    default:
      return undefined;
  }
}

/** `relu(x)`, `sigmoid(x)` and the like, of any shape. */
export const activation = operation({});

/** `leakyRelu(x)`, of any shape. Attribute: slope. */
export const leakyRelu = operation({ slope });

/* @__NO_SIDE_EFFECTS__ */
function operation<Schema extends AttributeSchema>(attributes: Schema) {
  return defineOperator({
    attributes,
    inputs: 1,
    layout: 'any',
    keepsBatch: () => true,
    infer: (context) => [requireReal(context, 0)],
    lower: (context) =>
      activationKernel({
        input: requireTensor(context, 0),
        output: context.output,
        activation: activationOf(context.node) ?? identity,
      }),
    evaluate: ([values], { node }) => [
      values.map((value) => activate(activationOf(node) ?? identity, value)),
    ],
  });
}
