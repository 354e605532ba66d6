import { sameShape } from '@facegpu/kernels';
import type { Network, Node } from '../ir/graph.ts';
import { shapeOf } from '../ir/infer-types.ts';
import { operatorOf } from '../operators/operator-of.ts';
import {
  mergeNodes,
  type Pass,
  type PassContext,
  takingInput,
  type Uses,
  untilStable,
} from './pass.ts';

/** Lets a convolution add the other side of the addition that reads it. */
export const fuseResidual: Pass = {
  name: 'fuse residual',
  run: (network, context) =>
    untilStable(network, (current, uses) => rewrite(current, uses, context)),
};

function rewrite(network: Network, uses: Uses, context: PassContext): Network | undefined {
  const { graph, constants } = network;
  for (const add of graph.nodes) {
    const [a = '', b = ''] = add.inputs;
    if (add.operator !== 'add' || a === b || constants.has(a) || constants.has(b)) continue;
    for (const [value, other] of [
      [b, a],
      [a, b],
    ] as const) {
      const node = uses.writer(value);
      if (!node || uses.onlyReader(value) !== add) continue;
      const merged = withResidual(node, add, other, context);
      // By the time of the addition, both sides are there.
      if (merged) return { graph: mergeNodes(graph, add, merged, node), constants };
    }
  }
  return undefined;
}

function withResidual(
  node: Node,
  add: Node,
  other: string,
  { operators, types }: PassContext,
): Node | undefined {
  const { residualInput } = operatorOf(node, operators);
  if (residualInput === undefined || node.activation) return undefined;
  // What was fused before, a residual or slopes, comes before what is added now.
  if (node.inputs.slice(residualInput).some((name) => name !== '')) return undefined;
  if (!sameShape(shapeOf(types, other), shapeOf(types, node.outputs[0]))) return undefined;
  return takingInput(node, residualInput, other, add);
}
