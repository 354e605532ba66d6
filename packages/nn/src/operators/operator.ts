import type { Activation, Dispatch, Layout, Target, Tensor, Weight } from '@facegpu/kernels';
import type { Node, ValueType } from '../ir/graph.ts';
import type { AttributeSchema, AttributesOf } from './attributes.ts';

/** A node as inference sees it. */
export interface InferContext<Schema extends AttributeSchema = AttributeSchema> {
  readonly node: Node;
  readonly attributes: AttributesOf<Schema>;
  /** What each input is, in order; `undefined` for an optional one that isn't there. */
  readonly inputs: readonly (ValueType | undefined)[];
}

/** A node as lowering sees it: every value has a tensor. */
export interface LowerContext<Schema extends AttributeSchema = AttributeSchema>
  extends InferContext<Schema> {
  readonly target: Target;
  /**
   * Of each input; `undefined` for an optional one that isn't there, and for those that the operator
   * takes as weights.
   */
  readonly tensors: readonly (Tensor | undefined)[];
  /** Of each input that the operator takes as weights. */
  readonly weights: readonly (Weight | undefined)[];
  readonly outputs: readonly Tensor[];
  /** The first of them: most operators have no other. */
  readonly output: Tensor;
  readonly activation: Activation;
  /** How many images of the batch hold something, where that is known only on the GPU. */
  readonly live: Tensor | undefined;
}

/** What the runtime knows of an operation: one row of the table of operators. */
export interface Operator<Schema extends AttributeSchema = AttributeSchema> {
  /** What a node may say besides its inputs: checks what files say, types what code says. */
  readonly attributes: Schema;
  /** The most inputs it takes; the rest of a node's must be absent. */
  readonly inputs: number;
  /** The most outputs it has; 1 unless told. */
  readonly outputs?: number;
  /** Inputs that the kernel takes as weights, dense and as they are stored, and packs itself. */
  readonly weights?: readonly number[];
  /** The layout of its inputs and its outputs; `any` takes what its first input has. */
  readonly layout: Layout | 'any';
  /** Of each output, where some have another layout than the inputs. */
  readonly outputLayouts?: readonly Layout[];
  /** Its kernel writes images in either layout, whatever it reads. */
  readonly writesAnyLayout?: boolean;
  /** It can apply an activation to its first input, as it loads it. */
  readonly fusesInputActivation?: boolean;
  /** It can apply an activation to its result. */
  readonly fusesActivation?: boolean;
  /** The input that can take a tensor to add before the activation. */
  readonly residualInput?: number;
  /** The input that can take a slope for each channel, which negative results are multiplied by before the activation. */
  readonly slopesInput?: number;
  /** Its output is its first input under another shape: nothing is computed. */
  readonly isView?: boolean;
  /**
   * Whether the first axis of the outputs is that of the first input, row for row: then rows beyond
   * the live batch may hold anything.
   */
  keepsBatch?(context: InferContext<Schema>): boolean;
  /** What each output is. Throws where the inputs don't fit. */
  infer(context: InferContext<Schema>): readonly ValueType[];
  lower(context: LowerContext<Schema>): Dispatch[];
  /**
   * Computes the outputs on the CPU, row-major, from the values of the inputs: what is known before the
   * run needn't be computed in it. They are rounded to their dtype by the caller.
   */
  evaluate?(
    values: readonly Float64Array[],
    context: InferContext<Schema>,
  ): readonly Float64Array[];
  /** `evaluate` needs the shapes of the inputs alone. */
  readonly readsShapes?: boolean;
}

/** Operators by the names that graphs use. */
export type OperatorTable = Readonly<Record<string, Operator>>;

/** A row of the table; its attributes' types follow from their schema. */
/* @__NO_SIDE_EFFECTS__ */
export function defineOperator<const Schema extends AttributeSchema>(
  operator: Operator<Schema>,
): Operator<Schema> {
  return operator;
}
