import type { Network, Node } from '../ir/graph.ts';
import { activationOf } from '../operators/activation.ts';
import type { OperatorTable } from '../operators/operator.ts';
import { operatorOf } from '../operators/operator-of.ts';
import { type Pass, untilStable } from './pass.ts';

/** Activations that cost next to nothing: they are computed again each time that a value is loaded. */
const cheap = ['relu', 'relu6', 'clip', 'leakyRelu'];

/** Lets the readers of an activation apply it themselves, where what it is applied to is kept anyway. */
export const fuseInputActivation: Pass = {
  name: 'fuse input activation',
  run: (network, { operators }) => untilStable(network, (current) => rewrite(current, operators)),
};

function rewrite({ graph, constants }: Network, operators: OperatorTable): Network | undefined {
  for (const node of graph.nodes) {
    const activation = activationOf(node);
    if (!activation || !cheap.includes(activation.kind)) continue;
    const [[input], [output]] = [node.inputs, node.outputs];
    if (node.activation || graph.outputs.includes(output)) continue;
    const readers = graph.nodes.filter(({ inputs }) => inputs.includes(output));
    if (!readers.every((reader) => canTake(reader, output, operators))) continue;
    const nodes = graph.nodes
      .filter((other) => other !== node)
      .map((other): Node => {
        if (!readers.includes(other)) return other;
        return { ...other, inputs: [input, ...other.inputs.slice(1)], inputActivation: activation };
      });
    return { graph: { ...graph, nodes }, constants };
  }
  return undefined;
}

function canTake(reader: Node, value: string, operators: OperatorTable): boolean {
  const [first, ...rest] = reader.inputs;
  if (first !== value || rest.includes(value) || reader.inputActivation) return false;
  return operatorOf(reader, operators).fusesInputActivation ?? false;
}
