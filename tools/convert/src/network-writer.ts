import { FaceGpuError, formatShape, type Shape, sameShape } from '@facegpu/kernels';
import {
  type AllOperators,
  type AttributeArguments,
  type Graph,
  GraphBuilder,
  type Quantization,
  type StoredTensor,
} from '@facegpu/nn';
import { toStored } from './tfjs/stored.ts';
import type { TfjsWeights } from './tfjs/weights.ts';

/** A network as a model file holds it. */
export interface WrittenNetwork {
  readonly graph: Graph;
  readonly tensors: ReadonlyMap<string, StoredTensor>;
  readonly quantization: Readonly<Record<string, Quantization>>;
  /** Weights of the source that the network neither took nor skipped. */
  readonly unused: readonly string[];
}

/** What an architecture writes itself with: nodes of a graph, and weights taken from a source. */
export class NetworkWriter {
  readonly #graph = new GraphBuilder();
  readonly #weights: TfjsWeights;
  readonly #taken = new Set<string>();
  readonly #tensors = new Map<string, StoredTensor>();
  readonly #quantization: Record<string, Quantization> = {};

  constructor(weights: TfjsWeights) {
    this.#weights = weights;
  }

  /** Declares an input; an axis given by name gets its size at compile time. */
  input(name: string, shape: readonly (number | string)[]): string {
    return this.#graph.input(name, shape);
  }

  /** Adds a node and returns the name of what it computes, which is the node's own. */
  node<Name extends keyof AllOperators>(
    name: string,
    operator: Name,
    inputs: readonly string[],
    ...attributes: AttributeArguments<AllOperators, Name>
  ): string {
    return this.#graph.node(name, operator, inputs, ...attributes);
  }

  /**
   * Takes a weight of the source into the model and returns its name there.
   *
   * @param shape that it must have in the source
   * @param as its name and shape in the model, where they differ
   * @throws FaceGpuError `bad-model` where the source lacks it or has it in another shape
   */
  weight(name: string, shape: Shape, as: { name?: string; shape?: Shape } = {}): string {
    const source = this.#weights.tensors.get(name);
    if (!source) throw this.#wrong(`has no tensor "${name}"`);
    if (!sameShape(source.shape, shape)) {
      const found = formatShape(source.shape);
      throw this.#wrong(`has tensor "${name}" as ${found}, not as ${formatShape(shape)}`);
    }
    this.#taken.add(name);
    const taken = as.name ?? name;
    const { tensor, quantization } = toStored({ ...source, shape: as.shape ?? shape });
    this.#tensors.set(taken, tensor);
    if (quantization) this.#quantization[taken] = quantization;
    return taken;
  }

  /** Leaves weights of the source out on purpose. */
  skip(...names: readonly string[]): void {
    for (const name of names) this.#taken.add(name);
  }

  finish(outputs: readonly string[]): WrittenNetwork {
    // Whole numbers are shapes and axes of the graph that the weights were exported from.
    const unused = [...this.#weights.tensors.values()]
      .filter(({ name, dtype }) => dtype === 'float32' && !this.#taken.has(name))
      .map(({ name }) => name);
    return {
      graph: this.#graph.build(...outputs),
      tensors: this.#tensors,
      quantization: this.#quantization,
      unused,
    };
  }

  #wrong(what: string): FaceGpuError {
    return new FaceGpuError(
      'bad-model',
      `${this.#weights.source} ${what}`,
      'These are the weights of another architecture, or of another version of it.',
    );
  }
}
