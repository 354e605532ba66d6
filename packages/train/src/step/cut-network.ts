import { FaceGpuError } from '@facegpu/kernels';
import {
  type Dimensions,
  type GraphInput,
  inferTypes,
  type Network,
  type Node,
  type OperatorTable,
  readAttributes,
} from '@facegpu/nn';
import { dependents } from '../autodiff/differentiate.ts';

/** The part of a network that computes a value, which is its output. */
export function networkUpTo({ graph, constants }: Network, value: string): Network {
  const before = ancestors(graph.nodes, value);
  const nodes = graph.nodes.filter((node) => before.has(node));
  return part({ graph: { ...graph, nodes, outputs: [value] }, constants });
}

/**
 * The part of a network behind a value, which is one of its inputs.
 *
 * @param before the part in front of the value
 * @param between the value, as an input
 * @throws FaceGpuError `bad-argument` where this part, or what the network returns, needs something else of the other
 */
export function networkBehind(
  { graph, constants }: Network,
  before: Network,
  between: GraphInput,
): Network {
  const others = new Set(before.graph.nodes);
  const nodes = graph.nodes.filter((node) => !others.has(node));
  const computed = new Set(before.graph.nodes.flatMap(({ outputs }) => outputs));
  const needed = nodes.flatMap(({ inputs }) => inputs).filter((name) => name !== between.name);
  const missing = [...needed, ...graph.outputs].find((name) => computed.has(name));
  if (missing !== undefined) {
    throw new FaceGpuError(
      'bad-argument',
      `"${missing}" is wanted of the whole batch, and is not behind "${between.name}", up to which it is divided`,
      'Divide the batch further back, or train with batches that fit.',
    );
  }
  const inputs = [...graph.inputs, between];
  return part({ graph: { ...graph, inputs, nodes }, constants });
}

/** With those inputs and constants alone that nodes read. */
function part({ graph, constants }: Network): Network {
  const read = new Set(graph.nodes.flatMap(({ inputs }) => inputs));
  const inputs = graph.inputs.filter(({ name }) => read.has(name));
  const own = [...constants].filter(([name]) => read.has(name));
  return { graph: { ...graph, inputs }, constants: new Map(own) };
}

/** The nodes that a value is computed by. */
function ancestors(nodes: readonly Node[], value: string): ReadonlySet<Node> {
  const wanted = new Set([value]);
  const found = new Set<Node>();
  for (const node of [...nodes].reverse()) {
    if (!node.outputs.some((name) => wanted.has(name))) continue;
    found.add(node);
    for (const input of node.inputs) wanted.add(input);
  }
  return found;
}

/**
 * Checks that what a network computes of a row doesn't depend on the other rows of a batch.
 *
 * @param inputs the names of the inputs that have a row for each of the batch
 * @throws FaceGpuError `unsupported-feature` that names a node where it does, as batch-norm in training
 */
export function requireSeparateRows(
  network: Network,
  operators: OperatorTable,
  dimensions: Dimensions,
  inputs: readonly string[],
): void {
  const types = inferTypes(network, operators, dimensions);
  const touched = dependents(network, inputs);
  for (const node of network.graph.nodes) {
    if (!node.inputs.some((name) => touched.has(name))) continue;
    const operator = operators[node.operator];
    const context = {
      node,
      attributes: readAttributes(node, operator.attributes),
      inputs: node.inputs.map((name) => types.get(name)),
    };
    if (operator.keepsBatch?.(context) !== false) continue;
    throw new FaceGpuError(
      'unsupported-feature',
      `${node.operator} (node "${node.name}") mixes the rows of a batch: in micro-batches it would compute something else`,
      'Normalise without the batch (group-norm, frozen batch-norm), or train with batches that fit.',
    );
  }
}
