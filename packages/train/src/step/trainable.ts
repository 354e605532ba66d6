import { FaceGpuError } from '@facegpu/kernels';
import type { Constants, Network, Node, OperatorTable } from '@facegpu/nn';

/** Operators that a layer begins with. */
const firstOfLayer: ReadonlySet<string> = new Set(['conv2d', 'convTranspose2d', 'gemm', 'matmul']);

/** Which inputs are trained of operators that read other things as weights than what can be trained. */
const trainedInputs: Readonly<Record<string, readonly number[]>> = {
  batchNorm: [1, 2],
  prelu: [1],
  matmul: [0, 1],
};

/**
 * The names of what is trained unless told: all that nodes read as weights and that holds f32, but for the
 * statistics of batch-norms.
 */
export function trainableWeights(network: Network, operators: OperatorTable): readonly string[] {
  return trainableLayers(network, operators).flat();
}

/**
 * The same by layers, from the first to the last: a layer is a convolution or a product with a matrix, with the
 * slopes and the batch-norms behind it.
 */
export function trainableLayers(
  { graph, constants }: Network,
  operators: OperatorTable,
): readonly (readonly string[])[] {
  const layers: string[][] = [];
  const seen = new Set<string>();
  for (const node of graph.nodes) {
    const names = weightsOf(node, operators).filter((name) => {
      return constants.get(name)?.dtype === 'f32' && !seen.has(name);
    });
    if (names.length === 0) continue;
    for (const name of names) seen.add(name);
    const last = layers.at(-1);
    if (last && !firstOfLayer.has(node.operator)) last.push(...names);
    else layers.push(names);
  }
  return layers;
}

function weightsOf({ operator, inputs }: Node, operators: OperatorTable): readonly string[] {
  const read = Object.hasOwn(trainedInputs, operator)
    ? trainedInputs[operator]
    : (operators[operator]?.weights ?? []);
  return read.flatMap((index) => inputs[index] ?? []);
}

/** A network some of whose weights are inputs, and these. */
export interface Trainable {
  readonly network: Network;
  /** What they begin with. */
  readonly weights: Constants;
}

/**
 * Makes weights inputs of the graph, behind those that it has.
 *
 * @throws FaceGpuError `bad-argument` where the network has no weight of a name, or it isn't of f32
 */
export function withWeightsAsInputs(network: Network, names: readonly string[]): Trainable {
  const { graph } = network;
  const weights = new Map(
    names.map((name) => {
      const constant = network.constants.get(name);
      if (constant?.dtype === 'f32') return [name, constant] as const;
      throw new FaceGpuError(
        'bad-argument',
        `the network has no weight "${name}" of f32 to train`,
        `It has: ${[...network.constants.keys()].join(', ')}.`,
      );
    }),
  );
  const given = [...weights].map(([name, { shape, dtype }]) => ({ name, shape, dtype }));
  const constants = new Map([...network.constants].filter(([name]) => !weights.has(name)));
  return {
    network: { graph: { ...graph, inputs: [...graph.inputs, ...given] }, constants },
    weights,
  };
}
