import type { Node } from '../ir/graph.ts';
import type { Pass } from './pass.ts';

/** Removes what no output of the graph depends on: nodes, and weights. */
export const removeDeadCode: Pass = {
  name: 'remove dead code',
  run({ graph, constants }) {
    const needed = new Set(graph.outputs);
    const nodes: Node[] = [];
    for (const node of [...graph.nodes].reverse()) {
      if (!node.outputs.some((output) => needed.has(output))) continue;
      nodes.unshift(node);
      for (const input of node.inputs) needed.add(input);
    }
    const read = [...constants].filter(([name]) => needed.has(name));
    return { graph: { ...graph, nodes }, constants: new Map(read) };
  },
};
