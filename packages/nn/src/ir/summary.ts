import { elementCount, isReal, type Shape } from '@facegpu/kernels';
import type { OperatorTable } from '../operators/operator.ts';
import type { Network, Node, ValueTypes } from './graph.ts';
import { type Dimensions, inferTypes, shapeOf } from './infer-types.ts';

/** What a network takes, at given sizes. */
export interface NetworkSummary {
  /** How many nodes there are of each operator, the most frequent first. */
  readonly operators: ReadonlyMap<string, number>;
  /** Shapes of the outputs. */
  readonly outputs: ReadonlyMap<string, Shape>;
  /** Numbers that were learnt. */
  readonly parameters: number;
  /** Bytes of the weights, as they are stored. */
  readonly weightBytes: number;
  /** Products that convolutions and matrix products add up. */
  readonly multiplyAdds: number;
  /** Bytes that values need at once, in f32, where each is let go after its last reader. */
  readonly activationBytes: number;
}

/**
 * Counts what a network consists of.
 *
 * @throws FaceGpuError as `inferTypes`
 */
export function summarize(
  network: Network,
  operators: OperatorTable,
  dimensions: Dimensions,
): NetworkSummary {
  const { graph, constants } = network;
  const types = inferTypes(network, operators, dimensions);
  const weights = [...constants.values()];
  const reals = weights.filter(({ dtype }) => isReal(dtype));
  return {
    operators: countNames(graph.nodes.map(({ operator }) => operator)),
    outputs: new Map(graph.outputs.map((name) => [name, shapeOf(types, name)])),
    parameters: reals.reduce((sum, { shape }) => sum + elementCount(shape), 0),
    weightBytes: weights.reduce((sum, { stored }) => sum + stored.bytes.byteLength, 0),
    multiplyAdds: graph.nodes.reduce((sum, node) => sum + productsOf(node, types), 0),
    activationBytes: peakBytes(network, types),
  };
}

/** How often each name is there, the most frequent first. */
export function countNames(names: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return new Map([...counts].sort(([, a], [, b]) => b - a));
}

/** Products that a node adds up; 0 for all but convolutions and matrix products. */
function productsOf({ operator, inputs, outputs }: Node, types: ValueTypes): number {
  const [input, weight] = inputs.map((name) => shapeOf(types, name));
  const output = elementCount(shapeOf(types, outputs[0]));
  switch (operator) {
    case 'conv2d':
      return output * elementCount(weight.slice(0, 3));
    case 'convTranspose2d':
      return elementCount(input) * elementCount(weight.slice(0, 3));
    case 'gemm':
    case 'matmul':
      return output * (input.at(-1) ?? 1);
    default:
      return 0;
  }
}

function peakBytes({ graph, constants }: Network, types: ValueTypes): number {
  const lastRead = new Map<string, number>();
  graph.nodes.forEach(({ inputs }, i) => {
    for (const input of inputs) lastRead.set(input, i);
  });
  const size = (name: string) => (constants.has(name) ? 0 : 4 * elementCount(shapeOf(types, name)));
  const lasting = [...graph.inputs.map(({ name }) => name), ...graph.outputs];
  const always = new Set(lasting);
  const base = [...always].reduce((sum, name) => sum + size(name), 0);
  let live = 0;
  let peak = 0;
  graph.nodes.forEach(({ inputs, outputs }, i) => {
    for (const output of outputs) if (!always.has(output)) live += size(output);
    peak = Math.max(peak, live);
    const done = [...new Set([...inputs, ...outputs])].filter((name) => {
      return name !== '' && !always.has(name) && (lastRead.get(name) ?? i) === i;
    });
    for (const name of done) live -= size(name);
  });
  return base + peak;
}
