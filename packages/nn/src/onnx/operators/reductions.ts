import { isReal } from '@facegpu/kernels';
import type { reductions as operators } from '../../operators/reduce.ts';
import { flag, int, ints } from '../attributes.ts';
import { badOnnx, unsupported } from '../bad-onnx.ts';
import { defineOnnxOperator, type OnnxContext } from '../operator.ts';
import { orderWithout, ownOrder } from '../order.ts';
import type { OnnxValue } from '../value.ts';
import { axisOf, placeOf } from './axis.ts';
import { cast } from './elementwise.ts';

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
      // Truth values are numbers of 0 and 1.
      const isTruth = value.dtype === 'bool';
      const { name, order } = isTruth ? cast(context, value, 'u32') : value;
      const places = axes.map((axis) => order.indexOf(axis));
      const result = context.node(
        operator,
        [name],
        { axes: places, keepDims: keepdims },
        orderWithout(order, keepdims ? [] : axes),
      );
      return isTruth ? cast(context, result, 'bool') : result;
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
  lower: (context) => {
    const value = context.input(0);
    const { name, order } = value;
    const k = context.numbers(1)?.[0] ?? context.attributes.k;
    if (k === undefined || k < 0) throw badOnnx(`k is ${k ?? 'missing'}`);
    const axis = placeOf(context.attributes.axis, order);
    const { largest } = context.attributes;
    if (isReal(value.dtype)) return context.nodes(2, 'topK', [name], { k, axis, largest }, order);
    return wholeTopK(context, value, { k, axis, largest });
  },
});

/**
 * Whole numbers are sorted by their lower 16 bits, then by what is above: an f32 holds either, and of
 * equal ones those stay in front that were.
 */
function wholeTopK(
  context: OnnxContext,
  { name, order, dtype, shape }: OnnxValue,
  { k, axis, largest }: { readonly k: number; readonly axis: number; readonly largest: boolean },
): readonly OnnxValue[] {
  const size = shape[order[axis]];
  if (size === undefined) throw unsupported('an axis of unknown size', 'Give it (--shape).');
  const step = context.constant([], [2 ** 16], dtype).name;
  const low = context.node('mod', [name, step], {}, order);
  const rest = context.node('sub', [name, low.name], {}, order);
  const high = context.node('div', [rest.name, step], {}, order);
  const sorted = (numbers: OnnxValue, count: number) => {
    const { name: reals } = cast(context, numbers, 'f32');
    return context.nodes(2, 'topK', [reals], { k: count, axis, largest }, order)[1].name;
  };
  const take = (from: string, places: string) => {
    return context.node('gatherElements', [from, places], { axis }, order);
  };
  const byLow = sorted(low, size);
  const indices = take(byLow, sorted(take(high.name, byLow), k));
  return [take(name, indices.name), indices];
}

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
