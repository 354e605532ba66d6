import { type DType, FaceGpuError } from '@facegpu/kernels';
import type { AllOperators } from '../operators/all.ts';
import type { GivenAttributes } from '../operators/attributes.ts';
import type { OperatorTable } from '../operators/operator.ts';
import type { Graph, GraphInput, Node } from './graph.ts';

/** What is given after the inputs of a node: nothing need be where each attribute has a fallback. */
export type AttributeArguments<Table extends OperatorTable, Name extends keyof Table> =
  object extends GivenAttributes<Table[Name]['attributes']>
    ? [attributes?: GivenAttributes<Table[Name]['attributes']>]
    : [attributes: GivenAttributes<Table[Name]['attributes']>];

/**
 * Writes a graph down in the order in which it computes. Attributes have the types that the operator
 * says; for operators of one's own, give the type of the table that has them.
 */
export class GraphBuilder<Table extends OperatorTable = AllOperators> {
  readonly #inputs: GraphInput[] = [];
  readonly #nodes: Node[] = [];
  readonly #names = new Set<string>();

  /** @param graph what to go on from, but for its outputs */
  constructor(graph?: Graph) {
    if (!graph) return;
    for (const { name } of graph.inputs) this.#claim(name);
    for (const { outputs } of graph.nodes) for (const output of outputs) this.#claim(output);
    this.#inputs.push(...graph.inputs);
    this.#nodes.push(...graph.nodes);
  }

  /**
   * Declares an input; an axis given by name gets its size at compile time.
   *
   * @throws FaceGpuError `bad-argument` where the name is taken
   */
  input(name: string, shape: readonly (number | string)[], dtype: DType = 'f32'): string {
    this.#claim(name);
    this.#inputs.push({ name, shape, dtype });
    return name;
  }

  /**
   * Adds a node and returns the name of what it computes, which is the node's own.
   *
   * @throws FaceGpuError `bad-argument` where the name is taken
   */
  node<Name extends keyof Table & string>(
    name: string,
    operator: Name,
    inputs: readonly string[],
    ...attributes: AttributeArguments<Table, Name>
  ): string {
    this.nodeOf(name, [name], operator, inputs, ...attributes);
    return name;
  }

  /**
   * Adds a node that computes several values, and returns their names.
   *
   * @throws FaceGpuError `bad-argument` where a name is taken
   */
  nodeOf<Name extends keyof Table & string>(
    name: string,
    outputs: readonly string[],
    operator: Name,
    inputs: readonly string[],
    ...[attributes]: AttributeArguments<Table, Name>
  ): readonly string[] {
    for (const output of outputs) this.#claim(output);
    this.#nodes.push({ name, operator, inputs, outputs, attributes: { ...attributes } });
    return outputs;
  }

  build(...outputs: readonly string[]): Graph {
    return { inputs: [...this.#inputs], outputs, nodes: [...this.#nodes] };
  }

  #claim(name: string): void {
    if (this.#names.has(name)) {
      throw new FaceGpuError(
        'bad-argument',
        `the graph has two values named "${name}"`,
        'Give each a name of its own.',
      );
    }
    this.#names.add(name);
  }
}
