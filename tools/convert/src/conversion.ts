import { elementCount } from '@facegpu/kernels';
import {
  allOperators,
  type ImageInput,
  imageDimensions,
  inferTypes,
  Model,
  type ModelMetadata,
  mainSize,
  type StoredTensor,
} from '@facegpu/nn';

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
 * Makes a model file. It is read back, and what all its values are is inferred, so that one that comes
 * out can be compiled.
 *
 * @throws FaceGpuError `bad-model` or `shape-mismatch`
 */
export async function toConversion(
  metadata: ModelMetadata & { readonly input: ImageInput },
  tensors: ReadonlyMap<string, StoredTensor>,
  unused: readonly string[],
): Promise<Conversion> {
  const { name, graph, input } = metadata;
  const file = Model.serialize(metadata, tensors);
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
