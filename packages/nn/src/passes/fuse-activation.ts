import { isReal } from '@facegpu/kernels';
import { activationOf } from '../operators/activation.ts';
import { operatorOf } from '../operators/operator-of.ts';
import { mergeNodes, type Pass, untilStable } from './pass.ts';

/** Lets an operator apply the activation that alone reads its result. */
export const fuseActivation: Pass = {
  name: 'fuse activation',
  run: (network, { operators, types }) =>
    untilStable(network, ({ graph, constants }, uses) => {
      for (const node of graph.nodes) {
        const activation = activationOf(node);
        const producer = uses.writer(node.inputs[0] ?? '');
        if (!activation || !producer || uses.onlyReader(node.inputs[0]) !== node) continue;
        if (producer.activation || !operatorOf(producer, operators).fusesActivation) continue;
        const type = types.get(node.inputs[0]);
        if (!type || !isReal(type.dtype)) continue;
        const merged = { ...producer, outputs: node.outputs, activation };
        return { graph: mergeNodes(graph, producer, merged, node), constants };
      }
      return undefined;
    }),
};
