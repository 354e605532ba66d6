import type { DType, Shape } from '@facegpu/kernels';
import type { Constant } from '../ir/graph.ts';
import type { AllOperators } from '../operators/all.ts';
import type { GivenAttributes } from '../operators/attributes.ts';
import type { OnnxAttributes, OnnxAttributesOf } from './attributes.ts';
import type { ElementName } from './elements.ts';
import type { Order } from './order.ts';
import type { TensorProto } from './proto/onnx_pb.ts';
import type { OnnxValue, Sizes } from './value.ts';

/**
 * How an operator of ONNX becomes nodes of a graph: a row of the table in `operators/index.ts`.
 *
 * To add one, write it in a file of `operators/` (beside its relatives), list it in that file's table,
 * and add cases to `tools/conformance/src/cases`, where it runs beside ONNX Runtime:
 *
 * ```ts
 * const elu = defineOnnxOperator({
 *   attributes: { alpha: float(1) },
 *   inputs: [1, 1],
 *   lower: (context) => {
 *     const { name, order } = context.input(0);
 *     return context.node('elu', [name], { alpha: context.attributes.alpha }, order);
 *   },
 * });
 * ```
 *
 * A value keeps the order in which its axes are stored (`OnnxValue.order`), and what reads it says which
 * order it needs: `context.dense(value)` is ONNX's, `context.image(value)` has the channels last,
 * `context.ordered(value, order)` any. Axes are moved where somebody asks for another order, once. A row
 * that works element by element leaves the order alone; one with an axis finds it with
 * `order.indexOf(axis)`; `elementwise` brings operands that broadcast into one order.
 *
 * A row knows all versions of its operator, from 7 to 21: `context.opset` is the model's. What was an
 * attribute in one version and an input in another is read by `context.numbers(index)`. For what the
 * runtime lacks, throw `unsupported(what, remedy)`: all such errors are collected and shown together.
 */
export interface OnnxOperator<Schema extends OnnxAttributes = OnnxAttributes> {
  /** Of all versions. Others that a node has are reported. */
  readonly attributes: Schema;
  /** The fewest and the most inputs. */
  readonly inputs: readonly [least: number, most: number];
  /** The most outputs; 1 unless told. */
  readonly outputs?: number;
  /** What of ONNX's definition is missing, for the table of operators: ends a sentence "not: …". */
  readonly lacks?: string;
  /** Writes nodes that compute the outputs, and returns these. */
  lower(context: OnnxContext<Schema>): OnnxValue | readonly OnnxValue[];
}

/** Operators by name; those of another domain than ONNX's own have its name before theirs. */
export type OnnxOperatorTable = Readonly<Record<string, OnnxOperator>>;

/** What a node of the runtime's operator may be given besides its inputs. */
export type AttributesFor<Name extends keyof AllOperators> = OrNothing<
  GivenAttributes<AllOperators[Name]['attributes']>
>;

/** Attributes that are nothing are left out. */
type OrNothing<T> = { readonly [Name in keyof T]: T[Name] | undefined };

/** What a row needs to lower a node. */
export interface OnnxContext<Schema extends OnnxAttributes = OnnxAttributes> {
  readonly attributes: OnnxAttributesOf<Schema>;
  /** The version of the operators that the model uses. */
  readonly opset: number;
  /** How many outputs the node has, the last one that is named included. */
  readonly outputs: number;
  /** How many inputs it has, the last one that is there included. */
  readonly inputs: number;
  /** Whether an output is named. */
  hasOutput(index: number): boolean;

  /** An input that must be there. */
  input(index: number): OnnxValue;
  /** An input that may be left out. */
  optional(index: number): OnnxValue | undefined;
  /** The type that an input has in the file, where it says so: of an initializer, a constant, an input. */
  element(index: number): ElementName | undefined;
  /** The numbers of an input that must be known before the run, in ONNX's order, if it is there. */
  numbers(index: number): readonly number[] | undefined;
  /**
   * The numbers of a list that is computed from sizes, if it is there: `undefined` for those that depend
   * on sizes which the model leaves open.
   */
  sizes(index: number): Sizes | undefined;
  /** Whether the numbers of a value are known before the run. */
  isKnown(value: OnnxValue): boolean;
  /** The numbers of a value in ONNX's order, where they are known before the run. */
  known(value: OnnxValue): Float64Array | undefined;
  /** The shape of a value, where each of its sizes must be known. */
  shape(value: OnnxValue): Shape;

  /** The name of a value in ONNX's order. */
  dense(value: OnnxValue): string;
  /** The name of an image `[batch, channels, height, width]` with its channels last. */
  image(value: OnnxValue): string;
  /** The name of a value in any order. */
  ordered(value: OnnxValue, order: Order): string;

  /** Adds a constant, row-major in ONNX's order. */
  constant(shape: Shape, values: ArrayLike<number>, dtype?: DType): OnnxValue;
  /** Adds a constant as it is stored. */
  stored(constant: Constant): OnnxValue;
  /** The constant of an attribute that is a tensor. */
  tensor(tensor: TensorProto): OnnxValue;
  /**
   * Adds a node with one output.
   *
   * @param inputs names
   * @param order in which its output's axes are stored; ONNX's own unless told
   */
  node<Name extends keyof AllOperators & string>(
    operator: Name,
    inputs: readonly string[],
    attributes?: AttributesFor<Name>,
    order?: Order,
  ): OnnxValue;
  /** Adds a node with several outputs. */
  nodes<Name extends keyof AllOperators & string>(
    count: number,
    operator: Name,
    inputs: readonly string[],
    attributes?: AttributesFor<Name>,
    order?: Order,
  ): readonly OnnxValue[];
  /** The same elements under another order or shape of ONNX's: nothing is computed. */
  reordered(value: OnnxValue, order: Order): OnnxValue;
}

/** A row of the table; its attributes' types follow from their schema. */
/* @__NO_SIDE_EFFECTS__ */
export function defineOnnxOperator<const Schema extends OnnxAttributes>(
  operator: OnnxOperator<Schema>,
): OnnxOperator<Schema> {
  return operator;
}
