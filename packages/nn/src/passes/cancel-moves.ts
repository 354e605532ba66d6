import type { Graph, Node } from '../ir/graph.ts';
import { shapeOf } from '../ir/infer-types.ts';
import { readAttributes } from '../operators/attributes.ts';
import { integers } from '../operators/kinds.ts';
import { type Pass, type PassContext, type Uses, untilStable } from './pass.ts';

/**
 * Transposes of transposes become one, and those that move nothing but axes of size 1 become reshapes; a
 * reshape of a reshape is one. What then leaves everything as it was goes, so that its producer and its
 * readers meet.
 */
export const cancelMoves: Pass = {
  name: 'cancel moves',
  run: (network, context) => {
    if (!network.graph.nodes.some(isMove)) return network;
    return untilStable(network, (current, uses) => {
      for (const node of current.graph.nodes) {
        const graph = isMove(node) && simplified(current.graph, node, uses, context);
        if (graph) return { ...current, graph };
      }
      return undefined;
    });
  },
};

/** Of transposes. */
const attributes = { permutation: integers };

function isMove({ operator, activation }: Node): boolean {
  return !activation && (operator === 'transpose' || operator === 'reshape');
}

function simplified(
  graph: Graph,
  node: Node,
  uses: Uses,
  { types }: PassContext,
): Graph | undefined {
  const [input] = node.inputs;
  const [output] = node.outputs;
  const from = shapeOf(types, input);
  const to = shapeOf(types, output);
  const before = uses.writer(input);
  const follows = before && isMove(before) && before.operator === node.operator;
  if (node.operator === 'reshape') {
    if (`${from}` === `${to}` && !graph.outputs.includes(output)) return without(graph, node);
    return follows ? replaced(graph, node, reshaped(node, before.inputs[0], to)) : undefined;
  }
  const { permutation } = readAttributes(node, attributes);
  if (follows) {
    const first = readAttributes(before, attributes).permutation;
    const both = permutation.map((axis) => first[axis]);
    const inputs = [before.inputs[0]];
    return replaced(graph, node, { ...node, inputs, attributes: { permutation: both } });
  }
  const moved = permutation.filter((axis) => from[axis] !== 1);
  const staysPut = moved.every((axis, i) => i === 0 || axis > moved[i - 1]);
  return staysPut ? replaced(graph, node, reshaped(node, input, to)) : undefined;
}

function reshaped(node: Node, input: string, shape: readonly number[]): Node {
  return { ...node, operator: 'reshape', inputs: [input], attributes: { shape, allowZero: true } };
}

function replaced(graph: Graph, node: Node, by: Node): Graph {
  return { ...graph, nodes: graph.nodes.map((each) => (each === node ? by : each)) };
}

/** A graph without a node whose output is its input. */
function without(graph: Graph, node: Node): Graph {
  const [input] = node.inputs;
  const [output] = node.outputs;
  const nodes = graph.nodes.flatMap((each) => {
    if (each === node) return [];
    if (!each.inputs.includes(output)) return each;
    return { ...each, inputs: each.inputs.map((name) => (name === output ? input : name)) };
  });
  return { ...graph, nodes };
}
