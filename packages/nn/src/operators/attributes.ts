import { FaceGpuError, type Pair } from '@facegpu/kernels';
import type { Node } from '../ir/graph.ts';

/** Reads a node's attributes; one of the wrong kind gives an error that names the node. */
export class NodeAttributes {
  readonly #node: Node;

  constructor(node: Node) {
    this.#node = node;
  }

  number(name: string, fallback?: number): number {
    const value = this.#node.attributes[name] ?? fallback;
    if (typeof value !== 'number') throw this.#wrong(name, 'a number');
    return value;
  }

  boolean(name: string, fallback: boolean): boolean {
    const value = this.#node.attributes[name] ?? fallback;
    if (typeof value !== 'boolean') throw this.#wrong(name, 'true or false');
    return value;
  }

  /** One of the given words. */
  choice<const T extends string>(name: string, choices: readonly T[], fallback?: T): T {
    const value = this.#node.attributes[name] ?? fallback;
    const choice = choices.find((candidate) => candidate === value);
    if (choice === undefined) throw this.#wrong(name, `one of ${choices.join(', ')}`);
    return choice;
  }

  numbers(name: string, fallback?: readonly number[]): readonly number[] {
    const value: unknown = this.#node.attributes[name] ?? fallback;
    const isList = Array.isArray(value) && value.every((item) => typeof item === 'number');
    if (!isList) throw this.#wrong(name, 'a list of numbers');
    return value;
  }

  /** A value for y and one for x. */
  pair(name: string, fallback?: Pair): Pair {
    const [y, x, ...rest] = this.numbers(name, fallback);
    if (y === undefined || x === undefined || rest.length > 0)
      throw this.#wrong(name, 'two numbers');
    return [y, x];
  }

  /** Whether the attribute is this word. */
  is(name: string, word: string): boolean {
    return this.#node.attributes[name] === word;
  }

  #wrong(name: string, wanted: string): FaceGpuError {
    const { operator, attributes } = this.#node;
    return new FaceGpuError(
      'bad-model',
      `${operator}: attribute ${name} is ${JSON.stringify(attributes[name])} (node "${this.#node.name}")`,
      `It must be ${wanted}.`,
    );
  }
}
