import type { Activation, Dispatch, Layout, Shape, Target, Tensor } from '@facegpu/kernels';
import type { Constant, Node } from '../ir/graph.ts';
import type { NodeAttributes } from './attributes.ts';

/** A node as shape inference sees it. */
export interface InferContext {
  readonly node: Node;
  readonly attributes: NodeAttributes;
  /** Of each input, in order; `undefined` for an optional one that isn't there. */
  readonly shapes: readonly (Shape | undefined)[];
}

/** A node as lowering sees it: every value has a tensor, every weight its values. */
export interface LowerContext extends InferContext {
  readonly target: Target;
  /** Of each input; `undefined` for a weight, and for an optional input that isn't there. */
  readonly tensors: readonly (Tensor | undefined)[];
  /** Of each input that is a weight. */
  readonly constants: readonly (Constant | undefined)[];
  readonly output: Tensor;
  readonly activation: Activation;
  /** How many images of the batch hold something, where that is known only on the GPU. */
  readonly live: Tensor | undefined;
}

/** What the runtime knows of an operation: one row of the table of operators. */
export interface Operator {
  /** The most inputs it takes; the rest of a node's must be absent. */
  readonly inputs: number;
  /** Inputs that must be weights, because the kernel packs them before the run. */
  readonly weights?: readonly number[];
  /** The layout of its inputs and its output; `any` takes what its first input has. */
  readonly layout: Layout | 'any';
  /** It can apply an activation to its first input, as it loads it. */
  readonly fusesInputActivation?: boolean;
  /** It can apply an activation to its result. */
  readonly fusesActivation?: boolean;
  /** The input that can take a tensor to add before the activation. */
  readonly residualInput?: number;
  /** Its output is its first input under another shape: nothing is computed. */
  readonly isView?: boolean;
  /**
   * Whether the first axis of the output is that of the first input, row for row: then rows beyond
   * the live batch may hold anything.
   */
  keepsBatch?(context: InferContext): boolean;
  /** The output's shape. Throws where the inputs don't fit. */
  infer(context: InferContext): Shape;
  lower(context: LowerContext): Dispatch[];
}

/** Operators by the names that graphs use. */
export type OperatorTable = Readonly<Record<string, Operator>>;
