import type { Layout } from '@facegpu/kernels';
import type { Network, Node } from '../ir/graph.ts';
import type { Operator, OperatorTable } from '../operators/operator.ts';
import { operatorOf } from '../operators/operator-of.ts';

/** The layout of every value. */
export type Layouts = ReadonlyMap<string, Layout>;

/**
 * Gives every value the layout in which it is made, and puts a `repack` node before each operator
 * that wants the other one. Outputs become dense. (With a multiple of 4 channels a repack costs
 * nothing.)
 *
 * @param imageLayout of the graph's inputs that are images
 * @param kept names of inputs that are dense whoever reads them
 */
export function assignLayouts(
  { graph, constants }: Network,
  operators: OperatorTable,
  imageLayout: Layout,
  kept: ReadonlySet<string> = new Set(),
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
  for (const { name } of graph.inputs) {
    if (kept.has(name)) {
      layouts.set(name, 'dense');
      continue;
    }
    const images = graph.nodes.some((node) => {
      const { layout, weights } = operatorOf(node, operators);
      const reads = node.inputs.some((input, i) => input === name && !weights?.includes(i));
      return reads && layout === 'nhwc4';
    });
    layouts.set(name, images ? imageLayout : 'dense');
  }
  for (const node of graph.nodes) {
    const operator = operatorOf(node, operators);
    const layout = wantedLayout(operator, node, layouts);
    // Kernels pack their weights themselves.
    const inputs = node.inputs.map((input, i) => {
      return inLayout(input, operator.weights?.includes(i) ? 'dense' : layout);
    });
    for (const [i, output] of node.outputs.entries()) {
      layouts.set(output, operator.outputLayouts?.[i] ?? layout);
    }
    nodes.push({ ...node, inputs });
  }
  const outputs = graph.outputs.map((output) => inLayout(output, 'dense'));
  return { network: { graph: { ...graph, nodes, outputs }, constants }, layouts };
}

function wantedLayout(operator: Operator, node: Node, layouts: Layouts): Layout {
  if (operator.layout !== 'any') return operator.layout;
  return layouts.get(node.inputs[0] ?? '') ?? 'dense';
}
