import type { Activation, QuantizedValues, Shape } from '@facegpu/kernels';

/** An attribute of a node, as JSON holds it. */
export type Attribute = number | string | boolean | readonly number[] | readonly string[];

export type Attributes = Readonly<Record<string, Attribute>>;

/** One operation. Values are named; an empty name stands for an optional input that isn't there. */
export interface Node {
  /** Unique in its graph; errors quote it. */
  readonly name: string;
  /** The operator's name: `conv2d`, `maxPool` … */
  readonly operator: string;
  readonly inputs: readonly string[];
  readonly output: string;
  readonly attributes: Attributes;
  /** Applied to the result by the operator itself; passes fuse activations into it. */
  readonly activation?: Activation;
  /** Applied to the first input by the operator itself, in the same way. */
  readonly inputActivation?: Activation;
}

/** A value that the caller gives: its axes are sizes, or names of sizes known at compile time. */
export interface GraphInput {
  readonly name: string;
  readonly shape: readonly (number | string)[];
}

/**
 * A network: nodes in an order in which each comes after what it reads. Images are
 * `[batch, height, width, channels]`, whatever the framework that they came from. Names that no node
 * writes and that are no input are weights.
 */
export interface Graph {
  readonly inputs: readonly GraphInput[];
  readonly outputs: readonly string[];
  readonly nodes: readonly Node[];
}

/** A value known before the run. */
export interface Constant {
  readonly shape: Shape;
  readonly values: Float32Array<ArrayBuffer>;
  /** The same values as bytes, where their file has them so. */
  readonly quantized?: QuantizedValues | undefined;
}

/**
 * A constant whose values are computed when they are first asked for. Kernels that read its bytes
 * never ask, which saves time and memory.
 */
export function lazyConstant(
  shape: Shape,
  quantized: QuantizedValues | undefined,
  compute: () => Float32Array<ArrayBuffer>,
): Constant {
  let values: Float32Array<ArrayBuffer> | undefined;
  return {
    shape,
    quantized,
    get values() {
      values ??= compute();
      return values;
    },
  };
}

export type Constants = ReadonlyMap<string, Constant>;

/** A graph with its weights, as passes take and return it. */
export interface Network {
  readonly graph: Graph;
  readonly constants: Constants;
}
