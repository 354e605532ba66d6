import type { Activation, ChannelAffine, DType, Shape } from '@facegpu/kernels';

/** An attribute of a node, as JSON holds it. Each operator says which ones it has. */
export type Attribute = number | string | boolean | readonly number[] | readonly string[];

export type Attributes = Readonly<Record<string, Attribute>>;

/** One operation. Values are named; an empty name stands for an optional input that isn't there. */
export interface Node {
  /** Unique in its graph; errors quote it. */
  readonly name: string;
  /** The operator's name: `conv2d`, `maxPool` … */
  readonly operator: string;
  readonly inputs: readonly string[];
  /** Names of what it computes, one or more. */
  readonly outputs: readonly string[];
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
  readonly dtype: DType;
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

/** What a value is. */
export interface ValueType {
  readonly shape: Shape;
  readonly dtype: DType;
  /** Its numbers, where they are few, whole, and known when the graph is compiled: sizes, indices. */
  readonly known?: Float64Array;
}

/** By value name. */
export type ValueTypes = ReadonlyMap<string, ValueType>;

/** Values as a model file holds them. Two constants with the same object share its copy on the GPU. */
export interface StoredValues {
  readonly dtype: DType;
  /** As a dense tensor has them, row-major; they may begin anywhere in their buffer. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** A value known before the run. */
export interface Constant {
  readonly shape: Shape;
  /** The type of what it stands for: f32 for bytes with an affine, and for the halves of a file. */
  readonly dtype: DType;
  readonly stored: StoredValues;
  /** How its values follow from what is stored; they are the same where it is left out. */
  readonly affine?: ChannelAffine | undefined;
}

export type Constants = ReadonlyMap<string, Constant>;

/** A graph with its weights, as passes take and return it. */
export interface Network {
  readonly graph: Graph;
  readonly constants: Constants;
}
