import { type DType, type Shape, shapeMismatch } from '@facegpu/kernels';
import {
  type Attributes,
  type Constant,
  type Dimensions,
  inferNode,
  inferTypes,
  type Network,
  type Node,
  type OperatorTable,
  toConstant,
  type ValueType,
} from '@facegpu/nn';

/** Writes nodes behind those of a network, and knows what each of their values is. */
export class GraphWriter {
  readonly #network: Network;
  readonly #operators: OperatorTable;
  readonly #types: Map<string, ValueType>;
  readonly #nodes: Node[] = [];
  readonly #constants = new Map<string, Constant>();
  /** Names of constants, by what they hold: the same number is written down once. */
  readonly #numbers = new Map<string, string>();
  #prefix = '';

  /** @throws FaceGpuError as `inferTypes` does */
  constructor(network: Network, operators: OperatorTable, dimensions: Dimensions) {
    this.#network = network;
    this.#operators = operators;
    this.#types = new Map(inferTypes(network, operators, dimensions));
  }

  /** What the names of the nodes that follow begin with. */
  begin(prefix: string): void {
    this.#prefix = prefix;
  }

  typeOf(name: string): ValueType {
    const type = this.#types.get(name);
    if (type) return type;
    throw shapeMismatch(`there is no value "${name}"`, 'Name an input, or an output of a node.');
  }

  add(
    operator: string,
    inputs: readonly string[],
    attributes: Attributes,
    count: number,
  ): readonly string[] {
    const name = this.#claim(`${this.#prefix}${operator}`);
    const outputs = Array.from({ length: count }, (_, i) => (i === 0 ? name : `${name} ${i}`));
    const node = { name, operator, inputs, outputs, attributes };
    inferNode(node, this.#operators, this.#types).forEach((type, i) => {
      this.#types.set(outputs[i], type);
    });
    this.#nodes.push(node);
    return outputs;
  }

  constant(shape: Shape, values: ArrayLike<number>, dtype: DType): string {
    const key = values.length === 1 ? `${dtype} ${shape} ${values[0]}` : '';
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const name = this.#claim(values.length === 1 ? `${values[0]}` : `${this.#prefix}constant`);
    this.#constants.set(name, toConstant(shape, values, dtype));
    this.#types.set(name, { shape, dtype });
    if (key) this.#numbers.set(key, name);
    return name;
  }

  /** The network with what was written. Its outputs are the same. */
  finish(): Network {
    const { graph, constants } = this.#network;
    return {
      graph: { ...graph, nodes: [...graph.nodes, ...this.#nodes] },
      constants: new Map([...constants, ...this.#constants]),
    };
  }

  /** A name that nothing has yet. */
  #claim(wanted: string): string {
    let name = wanted;
    for (let i = 2; this.#types.has(name); i++) name = `${wanted} ${i}`;
    return name;
  }
}
