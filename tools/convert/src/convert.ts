import { elementCount } from '@facegpu/kernels';
import { allOperators, imageDimensions, inferTypes, Model, mainSize } from '@facegpu/nn';
import type { Architecture } from './architectures/architecture.ts';
import { NetworkWriter } from './network-writer.ts';
import type { TfjsWeights } from './tfjs/weights.ts';

/** A value that a model takes or gives; axes without a fixed size go by their name. */
export interface Port {
  readonly name: string;
  readonly shape: readonly (number | string)[];
}

export interface Conversion {
  /** The bytes of the model file. */
  readonly file: Uint8Array<ArrayBuffer>;
  readonly model: Model;
  /** How many nodes there are of each operator. */
  readonly layers: ReadonlyMap<string, number>;
  /** Numbers in the weights that the graph reads. */
  readonly parameters: number;
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
  /** Weights of the source that the network doesn't know. */
  readonly unused: readonly string[];
}

/**
 * Makes a model file of a network's weights. The file is read back and what all its values are is
 * inferred, so that one that comes out can be compiled.
 *
 * @throws FaceGpuError `bad-model` or `shape-mismatch` where the weights don't fit the architecture
 */
export async function convert(
  architecture: Architecture,
  weights: TfjsWeights,
): Promise<Conversion> {
  const { name, task, description, licence, origin, input, settings } = architecture;
  const writer = new NetworkWriter(weights);
  const { graph, tensors, quantization, unused } = writer.finish(architecture.write(writer));
  const file = Model.serialize(
    { name, task, description, licence, origin, input, graph, quantization, settings },
    tensors,
  );

  const model = await Model.parse(file, `the model ${name}`);
  const network = model.network();
  const dimensions = imageDimensions(graph, input, 1, mainSize(input));
  const types = inferTypes(network, allOperators, dimensions);
  const layers = new Map<string, number>();
  for (const { operator } of graph.nodes) layers.set(operator, (layers.get(operator) ?? 0) + 1);
  const parameters = [...network.constants.values()].reduce(
    (sum, { shape }) => sum + elementCount(shape),
    0,
  );
  const outputs = graph.outputs.map((name) => {
    const [, ...rest] = types.get(name)?.shape ?? [];
    return { name, shape: ['batch', ...rest] };
  });
  return { file, model, layers, parameters, inputs: graph.inputs, outputs, unused };
}
