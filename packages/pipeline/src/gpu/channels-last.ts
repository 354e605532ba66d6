import type { Network, Node } from '@facegpu/nn';

/** Axes of `[batch, channels, height, width]` in the order in which images lie on the GPU. */
const toLast = [0, 2, 3, 1];
const toFirst = [0, 3, 1, 2];

/**
 * A network that takes its images with the channels last, whatever it was made for: where it moves them
 * there itself, it needn't any longer; what reads them in its own order gets a copy.
 *
 * @param name of an input `[batch, channels, height, width]`
 */
export function withChannelsLast({ graph, constants }: Network, name: string): Network {
  const moves = (node: Node) =>
    node.operator === 'transpose' &&
    node.inputs[0] === name &&
    !graph.outputs.includes(node.outputs[0]) &&
    `${node.attributes.permutation}` === `${toLast}`;
  const moved = new Set(graph.nodes.filter(moves).map(({ outputs }) => outputs[0]));
  const own = `${name} with its channels first`;
  const renamed = (value: string) => (moved.has(value) ? name : value === name ? own : value);
  const copy: Node = {
    name: own,
    operator: 'transpose',
    inputs: [name],
    outputs: [own],
    attributes: { permutation: toFirst },
  };
  const kept = graph.nodes.filter((node) => !moves(node));
  const nodes = kept.map((node) => ({ ...node, inputs: node.inputs.map(renamed) }));
  const isCopied = nodes.some(({ inputs }) => inputs.includes(own));
  const inputs = graph.inputs.map((input) => {
    return input.name === name
      ? { ...input, shape: toLast.map((axis) => input.shape[axis]) }
      : input;
  });
  return { graph: { ...graph, inputs, nodes: isCopied ? [copy, ...nodes] : nodes }, constants };
}
