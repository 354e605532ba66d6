import { type DType, elementCount, type Shape } from '@facegpu/kernels';
import {
  type AttributeArguments,
  type Constant,
  GraphBuilder,
  type Network,
  toConstant,
} from '@facegpu/nn';
import { Random } from '../dataset/random.ts';
import type { TrainingOperators } from '../operators/all.ts';

/** Writes a network down together with its weights. Nodes have names that say where they are. */
export class NetworkBuilder {
  readonly #graph: GraphBuilder<TrainingOperators>;
  readonly #constants: Map<string, Constant>;
  readonly #seed: number;
  #count: number;

  /**
   * @param seed of the weights that are drawn
   * @param network what to go on from: its values keep their names
   */
  constructor(seed = 1, network?: Network) {
    this.#seed = seed;
    this.#graph = new GraphBuilder(network?.graph);
    this.#constants = new Map(network?.constants);
    this.#count = network?.graph.nodes.length ?? 0;
  }

  /** An input; an axis that is a name gets its size at compile time. */
  input(name: string, shape: readonly (number | string)[], dtype: DType = 'f32'): string {
    return this.#graph.input(name, shape, dtype);
  }

  /** Adds a node of one output, and returns the name of what it computes. */
  add<Name extends keyof TrainingOperators & string>(
    operator: Name,
    inputs: readonly string[],
    ...attributes: AttributeArguments<TrainingOperators, Name>
  ): string {
    this.#count++;
    return this.#graph.node(`${this.#count} ${operator}`, operator, inputs, ...attributes);
  }

  /** Adds a node of several outputs. */
  addAll<Name extends keyof TrainingOperators & string>(
    operator: Name,
    outputs: number,
    inputs: readonly string[],
    ...attributes: AttributeArguments<TrainingOperators, Name>
  ): readonly string[] {
    this.#count++;
    const name = `${this.#count} ${operator}`;
    const names = Array.from({ length: outputs }, (_, i) => (i === 0 ? name : `${name} ${i}`));
    return this.#graph.nodeOf(name, names, operator, inputs, ...attributes);
  }

  /**
   * Weights drawn from a normal distribution, as fits what reads them (He 2015): its deviation is
   * `gain · √(2 / fan-in)`, where the fan-in is what one output is summed of.
   *
   * @param gain 1 in front of a ReLU; 0 for a branch that begins as nothing
   */
  weight(name: string, shape: Shape, gain = 1): string {
    const fanIn = elementCount(shape.slice(0, -1));
    const deviation = gain * Math.sqrt(2 / fanIn);
    const random = new Random(this.#seed, name);
    return this.constant(
      name,
      shape,
      Float32Array.from({ length: elementCount(shape) }, () => deviation * random.normal()),
    );
  }

  /** A vector of equal weights: a bias, a scale. */
  vector(name: string, length: number, value = 0): string {
    return this.constant(name, [length], new Float32Array(length).fill(value));
  }

  /** Any constant. */
  constant(name: string, shape: Shape, values: ArrayLike<number>, dtype: DType = 'f32'): string {
    this.#constants.set(name, toConstant(shape, values, dtype));
    return name;
  }

  /** A number that broadcasts against everything. */
  scalar(value: number): string {
    return this.constant(`${value}`, [], [value]);
  }

  build(...outputs: readonly string[]): Network {
    return { graph: this.#graph.build(...outputs), constants: this.#constants };
  }
}
