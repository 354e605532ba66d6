import { float, floats, ignored, int, ints, required, tensor } from '../attributes.ts';
import { badOnnx } from '../bad-onnx.ts';
import { requireElement } from '../elements.ts';
import { defineOnnxOperator } from '../operator.ts';
import { ownOrder } from '../order.ts';
import { cast } from './elementwise.ts';

/** Since version 12 it may be given as numbers too. */
const constant = defineOnnxOperator({
  attributes: {
    value: tensor(),
    value_float: float(),
    value_floats: floats(),
    value_int: int(),
    value_ints: ints(),
  },
  inputs: [0, 0],
  lacks: 'text, sparse tensors',
  lower: (context) => {
    const { value, value_float, value_floats, value_int, value_ints } = context.attributes;
    if (value) return context.tensor(value);
    if (value_float !== undefined) return context.constant([], [value_float]);
    if (value_floats) return context.constant([value_floats.length], value_floats);
    if (value_int !== undefined) return context.constant([], [value_int], 'i32');
    if (value_ints) return context.constant([value_ints.length], value_ints, 'i32');
    throw badOnnx('its value is missing');
  },
});

/** Sizes are known when the graph is compiled; start and end are there since version 15. */
const shape = defineOnnxOperator({
  attributes: { start: int(0), end: int() },
  inputs: [1, 1],
  lower: (context) => {
    const { name, order } = context.input(0);
    const rank = order.length;
    const { start, end = rank } = context.attributes;
    const clamp = (axis: number) => Math.min(Math.max(axis < 0 ? axis + rank : axis, 0), rank);
    const axes = ownOrder(rank).slice(clamp(start), clamp(end));
    const sizes = context.node('shape', [name]);
    const places = axes.map((axis) => order.indexOf(axis));
    if (places.length === rank && places.every((place, i) => place === i)) return sizes;
    const indices = context.constant([places.length], places, 'u32');
    return context.node('gather', [sizes.name, indices.name]);
  },
});

const castTo = defineOnnxOperator({
  attributes: { to: required(int()), saturate: ignored },
  inputs: [1, 1],
  lower: (context) => {
    const value = context.input(0);
    return cast(context, value, requireElement(context.attributes.to, 'its result').dtype);
  },
});

/** To the type of another value. */
const castLike = defineOnnxOperator({
  attributes: { saturate: ignored },
  inputs: [2, 2],
  lower: (context) => cast(context, context.input(0), context.input(1).dtype),
});

const size = defineOnnxOperator({
  attributes: {},
  inputs: [1, 1],
  lower: (context) => context.node('size', [context.input(0).name]),
});

export const values = {
  Cast: castTo,
  CastLike: castLike,
  Constant: constant,
  Shape: shape,
  Size: size,
};
