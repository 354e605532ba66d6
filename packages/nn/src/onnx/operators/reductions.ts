import type { reductions as operators } from '../../operators/reduce.ts';
import { flag, int, ints } from '../attributes.ts';
import { badOnnx, unsupported } from '../bad-onnx.ts';
import { defineOnnxOperator, type OnnxContext } from '../operator.ts';
import { orderWithout, ownOrder } from '../order.ts';
import { axisOf, placeOf } from './axis.ts';
import { isReal } from './elementwise.ts';

/** Axes are an attribute at first, and an input since version 18 (that of sums since 13). */
/* @__NO_SIDE_EFFECTS__ */
function reduction(operator: keyof typeof operators) {
  return defineOnnxOperator({
    attributes: { axes: ints(), keepdims: flag(true), noop_with_empty_axes: flag(false) },
    inputs: [1, 2],
    lower: (context) => {
      const value = context.input(0);
      const { keepdims, noop_with_empty_axes } = context.attributes;
      const given = context.numbers(1) ?? context.attributes.axes ?? [];
      if (given.length === 0 && noop_with_empty_axes) return value;
      const rank = value.order.length;
      const axes = given.length === 0 ? ownOrder(rank) : given.map((axis) => axisOf(axis, rank));
      return context.node(
        operator,
        [value.name],
        { axes: axes.map((axis) => value.order.indexOf(axis)), keepDims: keepdims },
        orderWithout(value.order, keepdims ? [] : axes),
      );
    },
  });
}

/* @__NO_SIDE_EFFECTS__ */
function argReduction(operator: 'argMax' | 'argMin') {
  return defineOnnxOperator({
    attributes: { axis: int(0), keepdims: flag(true), select_last_index: flag(false) },
    inputs: [1, 1],
    lower: (context) => {
      const { name, order } = context.input(0);
      const { keepdims: keepDims, select_last_index: last } = context.attributes;
      const axis = axisOf(context.attributes.axis, order.length);
      const attributes = { axis: order.indexOf(axis), keepDims, last };
      return context.node(
        operator,
        [name],
        attributes,
        orderWithout(order, keepDims ? [] : [axis]),
      );
    },
  });
}

/** How many are wanted is an attribute in version 1, and an input since 10. */
const topK = defineOnnxOperator({
  attributes: { axis: int(-1), k: int(), largest: flag(true), sorted: flag(true) },
  inputs: [1, 2],
  outputs: 2,
  lacks: 'whole numbers',
  lower: (context) => {
    const value = context.input(0);
    const { name, order } = value;
    const k = context.numbers(1)?.[0] ?? context.attributes.k;
    if (k === undefined || k < 0) throw badOnnx(`k is ${k ?? 'missing'}`);
    if (!isReal(value)) throw unsupported(`an input of ${value.dtype}`, 'Cast it to float.');
    const axis = placeOf(context.attributes.axis, order);
    const { largest } = context.attributes;
    return context.nodes(2, 'topK', [name], { k, axis, largest }, order);
  },
});

const cumSum = defineOnnxOperator({
  attributes: { exclusive: flag(false), reverse: flag(false) },
  inputs: [2, 2],
  lower: (context) => {
    const { name, order } = context.input(0);
    const axis = placeOf(axisGiven(context), order);
    return context.node('cumSum', [name], { ...context.attributes, axis }, order);
  },
});

function axisGiven(context: OnnxContext): number {
  const [axis] = context.numbers(1) ?? [];
  if (axis === undefined) throw badOnnx('the axis is missing');
  return axis;
}

/** Operators that bring elements along axes together. */
export const reductions = {
  ArgMax: argReduction('argMax'),
  ArgMin: argReduction('argMin'),
  CumSum: cumSum,
  ReduceL1: reduction('reduceL1'),
  ReduceL2: reduction('reduceL2'),
  ReduceLogSum: reduction('reduceLogSum'),
  ReduceLogSumExp: reduction('reduceLogSumExp'),
  ReduceMax: reduction('reduceMax'),
  ReduceMean: reduction('reduceMean'),
  ReduceMin: reduction('reduceMin'),
  ReduceProd: reduction('reduceProd'),
  ReduceSum: reduction('reduceSum'),
  ReduceSumSquare: reduction('reduceSumSquare'),
  TopK: topK,
};
