import type { Node } from '../ir/graph.ts';
import type { Pass } from './pass.ts';

/**
 * Lets a concatenation take the result of an earlier one that its inputs begin with, instead of each of
 * them again: dense blocks, whose layers read all that came before, copy two tensors then, and not all.
 */
export const shareConcats: Pass = {
  name: 'share concats',
  run: ({ graph, constants }) => {
    /** Outputs of concatenations by their inputs. */
    const known = new Map<string, string>();
    const nodes = graph.nodes.map((node): Node => {
      if (node.operator !== 'concat' || node.activation) return node;
      const { inputs } = node;
      for (let count = inputs.length - 1; count > 1; count--) {
        const before = known.get(keyOf(node, count));
        if (before === undefined) continue;
        remember(known, node);
        return { ...node, inputs: [before, ...inputs.slice(count)] };
      }
      remember(known, node);
      return node;
    });
    return { graph: { ...graph, nodes }, constants };
  },
};

function remember(known: Map<string, string>, node: Node): void {
  const [output] = node.outputs;
  known.set(keyOf(node, node.inputs.length), output);
}

/** What the first inputs of a concatenation make, whoever joins them. */
function keyOf({ inputs, attributes }: Node, count: number): string {
  return JSON.stringify([attributes.axis, inputs.slice(0, count)]);
}
