import { type Activation, activation as activationKernel, identity } from '@facegpu/kernels';
import type { Node } from '../ir/graph.ts';
import { NodeAttributes } from './attributes.ts';
import type { Operator } from './operator.ts';
import { requireInput, requireTensor } from './require.ts';

/** The activation that a node stands for, where that is all it does. */
export function activationOf(node: Node): Activation | undefined {
  switch (node.operator) {
    case 'relu':
    case 'relu6':
    case 'sigmoid':
    case 'tanh':
    case 'hardSwish':
      return { kind: node.operator };
    case 'leakyRelu':
      return { kind: 'leakyRelu', slope: new NodeAttributes(node).number('slope', 0.01) };
    default:
      return undefined;
  }
}

/** An activation of any shape: `relu(x)` and the like. `leakyRelu` has the attribute slope. */
export const activation: Operator = {
  inputs: 1,
  layout: 'any',
  keepsBatch: () => true,
  infer: (context) => requireInput(context, 0),
  lower: (context) =>
    activationKernel({
      input: requireTensor(context, 0),
      output: context.output,
      activation: activationOf(context.node) ?? identity,
    }),
};
