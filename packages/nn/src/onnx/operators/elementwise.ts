import type { DType } from '@facegpu/kernels';
import type { arithmetic } from '../../operators/arithmetic.ts';
import type { comparisons } from '../../operators/comparisons.ts';
import { badOnnx } from '../bad-onnx.ts';
import { defineOnnxOperator, type OnnxContext } from '../operator.ts';
import { type Order, ownOrder } from '../order.ts';
import { countOf, type OnnxValue } from '../value.ts';
import { axisOf } from './axis.ts';
import { view } from './view.ts';

/** Operands that broadcast to one another, in one order. */
export interface Aligned {
  /** Names of the operands, as a node takes them. */
  readonly inputs: readonly string[];
  /** The order of the result. */
  readonly order: Order;
}

/**
 * Brings operands that broadcast (as numpy's do) into one order: that of the largest which is computed.
 * Constants are moved now, others in the run, where they are stored otherwise.
 */
export function aligned(context: OnnxContext, values: readonly OnnxValue[]): Aligned {
  const rank = Math.max(...values.map(({ order }) => order.length));
  const full = values.filter(({ order }) => order.length === rank);
  const computed = full.filter((value) => !context.isKnown(value));
  const leader = largest(computed.length > 0 ? computed : full);
  const order = leader?.order ?? ownOrder(rank);
  const inputs = values.map((value) => {
    const whole = context.ordered(expanded(context, value, rank), order);
    const isShort = computed.length > 0 && context.isKnown(value);
    return isShort ? withoutOnes(context, whole, shapeInOrder(value, order)) : whole;
  });
  return { inputs, order };
}

/** Operators of two tensors that broadcast. */
export type BinaryOperator =
  | keyof typeof arithmetic
  | keyof typeof comparisons
  | 'add'
  | 'sub'
  | 'mul'
  | 'div'
  | 'prelu';

/** Lowers a node that computes each element from those of its operands in the same place. */
export function elementwise(
  context: OnnxContext,
  operator: BinaryOperator,
  values: readonly OnnxValue[],
): OnnxValue {
  const { inputs, order } = aligned(context, values);
  return context.node(operator, inputs, {}, order);
}

/** An operand whose first axis stands against this one of another, with axes of size 1 behind it. */
export function placed(
  context: OnnxContext,
  value: OnnxValue,
  axis: number,
  { order }: OnnxValue,
): OnnxValue {
  const rank = value.order.length;
  const behind = order.length - axisOf(axis, order.length) - rank;
  if (behind < 0) throw badOnnx(`${rank} axes from axis ${axis} on of ${order.length}`);
  const dense = { ...value, name: context.dense(value), order: ownOrder(rank) };
  const sizes = [...dense.order.map((each) => ({ axis: each })), ...Array<number>(behind).fill(1)];
  return view(context, dense, sizes, ownOrder(rank + behind));
}

/** Operators of one tensor that have no attributes. */
type PlainOperator =
  | 'abs'
  | 'acos'
  | 'asin'
  | 'atan'
  | 'ceil'
  | 'cos'
  | 'cosh'
  | 'erf'
  | 'exp'
  | 'floor'
  | 'hardSwish'
  | 'isNan'
  | 'log'
  | 'mish'
  | 'neg'
  | 'not'
  | 'reciprocal'
  | 'round'
  | 'sigmoid'
  | 'sign'
  | 'sin'
  | 'sinh'
  | 'softplus'
  | 'softsign'
  | 'sqrt'
  | 'tan'
  | 'tanh';

/** Rows of nodes that compute each element from the one in the same place. */
/* @__NO_SIDE_EFFECTS__ */
export function pointwise(operator: PlainOperator) {
  return defineOnnxOperator({
    attributes: {},
    inputs: [1, 1],
    lower: (context) => {
      const { name, order } = context.input(0);
      return context.node(operator, [name], {}, order);
    },
  });
}

/** A value as another type. */
export function cast(context: OnnxContext, value: OnnxValue, to: DType): OnnxValue {
  return value.dtype === to ? value : context.node('cast', [value.name], { to }, value.order);
}

function largest(values: readonly OnnxValue[]): OnnxValue | undefined {
  const size = ({ shape }: OnnxValue) => countOf(shape.map((each) => each ?? 256)) ?? 0;
  return values.reduce<OnnxValue | undefined>((best, value) => {
    return best && size(best) >= size(value) ? best : value;
  }, undefined);
}

/** The sizes that a value has in an order of more axes. */
function shapeInOrder({ shape }: OnnxValue, order: Order): readonly (number | undefined)[] {
  const missing = order.length - shape.length;
  return order.map((axis) => (axis < missing ? 1 : shape[axis - missing]));
}

/** A constant without the axes of size 1 in front, as passes look for scales and offsets of channels. */
function withoutOnes(
  context: OnnxContext,
  name: string,
  shape: readonly (number | undefined)[],
): string {
  const first = shape.findIndex((size) => size !== 1);
  if (first === 0) return name;
  const rest = first < 0 ? [] : shape.slice(first).map((size) => size ?? 1);
  return context.node('reshape', [name], { shape: rest }).name;
}

/** A value with axes of size 1 in front, so that it has this many. */
function expanded(context: OnnxContext, value: OnnxValue, rank: number): OnnxValue {
  const missing = rank - value.order.length;
  if (missing === 0) return value;
  const ones = Array.from({ length: missing }, () => 1);
  const sizes = value.order.map((_, axis) => ({ axis }));
  const order = [...ownOrder(missing), ...value.order.map((axis) => axis + missing)];
  return view(context, value, [...ones, ...sizes], order);
}
