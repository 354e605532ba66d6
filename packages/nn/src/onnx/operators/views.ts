import { flag, ignored, int, ints } from '../attributes.ts';
import { badOnnx, unsupported } from '../bad-onnx.ts';
import { defineOnnxOperator, type OnnxContext } from '../operator.ts';
import { type Order, ownOrder } from '../order.ts';
import type { OnnxValue } from '../value.ts';
import { axisOf } from './axis.ts';
import { type ViewSize, view } from './view.ts';

/** The shape is an attribute in version 1, and an input since. */
const reshape = defineOnnxOperator({
  attributes: { shape: ints(), allowzero: flag(false) },
  inputs: [1, 2],
  lower: (context) => {
    const value = context.input(0);
    const given = context.optional(1);
    const known = given ? context.known(given) : context.attributes.shape;
    if (known && context.attributes.allowzero && [...known].includes(0)) {
      return context.node('reshape', [context.dense(value)], { shape: literal([...known]) });
    }
    if (known) return reshaped(context, value, [...known]);
    if (!given) throw badOnnx('the shape is missing');
    return context.node('reshape', [context.dense(value), context.dense(given)]);
  },
});

/** A value under another shape of ONNX's: 0 keeps the size at that place, one -1 takes what is left. */
function reshaped(context: OnnxContext, value: OnnxValue, shape: readonly number[]): OnnxValue {
  return context.node('reshape', [context.dense(value)], { shape });
}

/** A shape in which 0 means none. */
function literal(shape: readonly number[]): readonly number[] {
  if (!shape.includes(-1)) return shape;
  throw unsupported(`the shape [${shape.join(', ')}]`, 'With allowzero, -1 says nothing beside 0.');
}

const flatten = defineOnnxOperator({
  attributes: { axis: int(1) },
  inputs: [1, 1],
  lower: (context) => {
    const value = context.input(0);
    const rank = value.order.length;
    const axis = context.attributes.axis === rank ? rank : axisOf(context.attributes.axis, rank);
    const [rows, columns] = [value.shape.slice(0, axis), value.shape.slice(axis)].map(product);
    if (rows === undefined && columns === undefined) {
      throw unsupported('an input of unknown sizes', 'Give the sizes of the inputs (--shape).');
    }
    return reshaped(context, value, [rows ?? -1, columns ?? -1]);
  },
});

function product(sizes: readonly (number | undefined)[]): number | undefined {
  return sizes.reduce<number | undefined>((total, size) => {
    return total === undefined || size === undefined ? undefined : total * size;
  }, 1);
}

/** Axes are an attribute up to version 11, and an input from 13. */
const squeeze = defineOnnxOperator({
  attributes: { axes: ints() },
  inputs: [1, 2],
  lower: (context) => {
    const value = context.input(0);
    const rank = value.order.length;
    const given = context.numbers(1) ?? context.attributes.axes;
    const ones = value.shape.flatMap((size, axis) => (size === 1 ? [axis] : []));
    const axes = new Set(given ? given.map((axis) => axisOf(axis, rank)) : ones);
    for (const axis of axes) {
      const size = value.shape[axis];
      if (size !== undefined && size !== 1) throw badOnnx(`axis ${axis} has the size ${size}`);
    }
    const places = value.order.flatMap((axis, place) => (axes.has(axis) ? [] : [place]));
    const kept = ownOrder(rank).filter((axis) => !axes.has(axis));
    const order = places.map((place) => kept.indexOf(value.order[place]));
    return view(
      context,
      value,
      places.map((axis) => ({ axis })),
      order,
    );
  },
});

const unsqueeze = defineOnnxOperator({
  attributes: { axes: ints() },
  inputs: [1, 2],
  lower: (context) => {
    const value = context.input(0);
    const given = context.numbers(1) ?? context.attributes.axes ?? [];
    const rank = value.order.length + given.length;
    const added = new Set(given.map((axis) => axisOf(axis, rank)));
    if (added.size < given.length) throw badOnnx(`axes are [${given.join(', ')}]`);
    const kept = ownOrder(rank).filter((axis) => !added.has(axis));
    const before = value.order.map((axis) => kept[axis]);
    const isOwn = before.every((axis, i) => i === 0 || axis > before[i - 1]);
    // In ONNX's order as long as the value is; else behind what it has.
    const order: Order = isOwn ? ownOrder(rank) : [...before, ...added];
    const sizes = order.map((axis): ViewSize => {
      return added.has(axis) ? 1 : { axis: before.indexOf(axis) };
    });
    return view(context, value, sizes, order);
  },
});

const identity = defineOnnxOperator({
  attributes: {},
  inputs: [1, 1],
  lower: (context) => context.input(0),
});

/** Nothing is dropped in an inference. */
const dropout = defineOnnxOperator({
  attributes: { ratio: ignored, seed: ignored },
  inputs: [1, 3],
  lacks: 'training, a mask',
  lower: (context) => context.input(0),
});

export const views = {
  Dropout: dropout,
  Flatten: flatten,
  Identity: identity,
  Reshape: reshape,
  Squeeze: squeeze,
  Unsqueeze: unsqueeze,
};
