import type { Attributes, Graph, GraphInput, Node } from './graph.ts';

/** Writes a graph down in the order in which it computes. */
export class GraphBuilder {
  readonly #inputs: GraphInput[] = [];
  readonly #nodes: Node[] = [];
  readonly #names = new Set<string>();

  /** Declares an input; an axis given by name gets its size at compile time. */
  input(name: string, shape: readonly (number | string)[]): string {
    this.#claim(name);
    this.#inputs.push({ name, shape });
    return name;
  }

  /** Adds a node and returns the name of what it computes, which is the node's own. */
  node(
    name: string,
    operator: string,
    inputs: readonly string[],
    attributes: Attributes = {},
  ): string {
    this.#claim(name);
    this.#nodes.push({ name, operator, inputs, output: name, attributes });
    return name;
  }

  build(...outputs: readonly string[]): Graph {
    return { inputs: [...this.#inputs], outputs, nodes: [...this.#nodes] };
  }

  #claim(name: string): void {
    if (this.#names.has(name)) throw new Error(`the graph has two values named ${name}`);
    this.#names.add(name);
  }
}
