import type { Layout } from '@facegpu/kernels';
import type { Graph, Network, Node } from '../ir/graph.ts';
import type { Operator, OperatorTable } from '../operators/operator.ts';
import { operatorOf } from '../operators/operator-of.ts';

/** The layout of every value. */
export type Layouts = ReadonlyMap<string, Layout>;

/**
 * Gives every value the layout in which it is made, or in which all its readers want it where its kernel
 * can write it so, and puts a `repack` node before each operator that wants the other one. Outputs become
 * dense. (With a multiple of 4 channels a repack costs nothing.)
 *
 * @param imageLayout of the graph's inputs that are images
 * @param kept layouts of inputs that have theirs whoever reads them
 */
export function assignLayouts(
  { graph, constants }: Network,
  operators: OperatorTable,
  imageLayout: Layout,
  kept: Layouts = new Map(),
): { network: Network; layouts: Layouts } {
  const layouts = new Map<string, Layout>();
  const nodes: Node[] = [];

  const inLayout = (value: string, layout: Layout): string => {
    const own = layouts.get(value);
    if (own === undefined || own === layout) return value;
    const name = `${value} ${layout}`;
    if (!layouts.has(name)) {
      layouts.set(name, layout);
      const attributes = { layout };
      nodes.push({ name, operator: 'repack', inputs: [value], outputs: [name], attributes });
    }
    return name;
  };

  for (const name of constants.keys()) layouts.set(name, 'dense');
  const readers = readersOf(graph, operators);
  for (const { name } of graph.inputs) {
    const usual = readers.get(name)?.has('nhwc4') ? imageLayout : 'dense';
    layouts.set(name, kept.get(name) ?? usual);
  }
  for (const node of graph.nodes) {
    const operator = operatorOf(node, operators);
    const layout = wantedLayout(operator, node, layouts);
    // Kernels pack their weights themselves.
    const inputs = node.inputs.map((input, i) => {
      return inLayout(input, operator.weights?.includes(i) ? 'dense' : layout);
    });
    for (const [i, output] of node.outputs.entries()) {
      const wanted = [...(readers.get(output) ?? [])];
      const isImage = operator.writesAnyLayout && `${wanted}` === 'nhwc4';
      layouts.set(output, isImage ? 'nhwc4' : (operator.outputLayouts?.[i] ?? layout));
    }
    nodes.push({ ...node, inputs });
  }
  const outputs = graph.outputs.map((output) => inLayout(output, 'dense'));
  return { network: { graph: { ...graph, nodes, outputs }, constants }, layouts };
}

/** The layouts that readers of each value ask for, the caller of the network among them. */
function readersOf(graph: Graph, operators: OperatorTable): Map<string, Set<Operator['layout']>> {
  const readers = new Map(
    graph.outputs.map((name) => [name, new Set<Operator['layout']>(['dense'])]),
  );
  for (const node of graph.nodes) {
    const { layout, weights } = operatorOf(node, operators);
    for (const [i, input] of node.inputs.entries()) {
      const asked = readers.get(input) ?? new Set();
      readers.set(input, asked.add(weights?.includes(i) ? 'dense' : layout));
    }
  }
  return readers;
}

function wantedLayout(operator: Operator, node: Node, layouts: Layouts): Layout {
  if (operator.layout !== 'any') return operator.layout;
  return layouts.get(node.inputs[0] ?? '') ?? 'dense';
}
