import { FaceGpuError } from '@facegpu/kernels';
import type { Constants, Network, OperatorTable } from '@facegpu/nn';

/**
 * The names of what is trained unless told: all that nodes read as weights and that holds f32, but for the
 * statistics of batch-norms.
 */
export function trainableWeights(
  { graph, constants }: Network,
  operators: OperatorTable,
): readonly string[] {
  const names = new Set<string>();
  for (const { operator, inputs } of graph.nodes) {
    const weights = operator === 'batchNorm' ? [1, 2] : (operators[operator]?.weights ?? []);
    const read = operator === 'prelu' ? [1] : weights;
    for (const index of read) {
      const name = inputs[index] ?? '';
      if (constants.get(name)?.dtype === 'f32') names.add(name);
    }
  }
  return [...names];
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
