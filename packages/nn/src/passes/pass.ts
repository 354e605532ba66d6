import type { Graph, Network, Node, ValueTypes } from '../ir/graph.ts';
import type { OperatorTable } from '../operators/operator.ts';

/** What a pass may ask about the network it rewrites. */
export interface PassContext {
  readonly operators: OperatorTable;
  /** What every value is. */
  readonly types: ValueTypes;
}

/** A rewrite of a network into one that computes the same. */
export interface Pass {
  readonly name: string;
  run(network: Network, context: PassContext): Network;
}

/** Which nodes read a value, and which one writes it. */
export class Uses {
  readonly #readers = new Map<string, Node[]>();
  readonly #writers = new Map<string, Node>();
  readonly #outputs: ReadonlySet<string>;

  constructor(graph: Graph) {
    this.#outputs = new Set(graph.outputs);
    for (const node of graph.nodes) {
      for (const output of node.outputs) this.#writers.set(output, node);
      for (const input of node.inputs) {
        const readers = this.#readers.get(input);
        if (readers) readers.push(node);
        else this.#readers.set(input, [node]);
      }
    }
  }

  writer(value: string): Node | undefined {
    return this.#writers.get(value);
  }

  /** The only node that reads a value, where nothing else needs it. */
  onlyReader(value: string): Node | undefined {
    const readers = this.#readers.get(value) ?? [];
    return readers.length === 1 && !this.#outputs.has(value) ? readers[0] : undefined;
  }
}

/** A graph with one node in place of another, and a third one gone. */
export function mergeNodes(graph: Graph, kept: Node, merged: Node, dropped: Node): Graph {
  const nodes = graph.nodes
    .filter((node) => node !== dropped)
    .map((node) => (node === kept ? merged : node));
  return { ...graph, nodes };
}

/** A node with one more input, in the place of the node that read its result. */
export function takingInput(node: Node, index: number, value: string, reader: Node): Node {
  return {
    ...node,
    inputs: [...Array.from({ length: index }, (_, i) => node.inputs[i] ?? ''), value],
    outputs: reader.outputs,
    ...(reader.activation && { activation: reader.activation }),
  };
}

/** Applies a rewrite of one place until it finds no more. */
export function untilStable(
  network: Network,
  rewrite: (network: Network, uses: Uses) => Network | undefined,
): Network {
  let current = network;
  for (;;) {
    const next = rewrite(current, new Uses(current.graph));
    if (!next) return current;
    current = next;
  }
}
