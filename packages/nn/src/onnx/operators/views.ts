import { flag, ignored, int, ints } from '../attributes.ts';
import { badOnnx, unsupported } from '../bad-onnx.ts';
import { defineOnnxOperator } from '../operator.ts';
import { type Order, orderWithout, ownOrder } from '../order.ts';
import { countOf } from '../value.ts';
import { axisOf } from './axis.ts';
import { knownShape, regrouped } from './regroup.ts';
import { type ViewSize, view } from './view.ts';

/**
 * The shape is an attribute in version 1, and an input since. 0 keeps the size at that place, or means
 * none (version 14), and one -1 takes what is left.
 */
const reshape = defineOnnxOperator({
  attributes: { shape: ints(), allowzero: flag(false) },
  inputs: [1, 2],
  lower: (context) => {
    const value = context.input(0);
    const { shape, allowzero: allowZero } = context.attributes;
    const given = context.optional(1);
    const known = given ? context.known(given) : shape;
    const sizes = known && knownShape(value, [...known], allowZero);
    if (sizes) return regrouped(context, value, sizes);
    const name = context.dense(value);
    if (known) return context.node('reshape', [name], { shape: [...known], allowZero });
    if (!given) throw badOnnx('the shape is missing');
    return context.node('reshape', [name, context.dense(given)], { allowZero });
  },
});

const flatten = defineOnnxOperator({
  attributes: { axis: int(1) },
  inputs: [1, 1],
  lower: (context) => {
    const value = context.input(0);
    const rank = value.order.length;
    const axis = context.attributes.axis === rank ? rank : axisOf(context.attributes.axis, rank);
    const [rows, columns] = [value.shape.slice(0, axis), value.shape.slice(axis)].map(countOf);
    const name = context.dense(value);
    // The first axis keeps its size, whatever it is.
    if (axis === 1) return context.node('reshape', [name], { shape: [0, columns ?? -1] });
    if (rows === undefined && columns === undefined) {
      throw unsupported('an input of unknown sizes', 'Give the sizes of the inputs (--shape).');
    }
    return context.node('reshape', [name], { shape: [rows ?? -1, columns ?? -1] });
  },
});

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
    const sizes = places.map((axis) => ({ axis }));
    return view(context, value, sizes, orderWithout(value.order, [...axes]));
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

/** Nothing is dropped in an inference: the mask, of truth values since version 10, has a 1 everywhere. */
const dropout = defineOnnxOperator({
  attributes: { ratio: ignored, seed: ignored, is_test: ignored },
  inputs: [1, 3],
  outputs: 2,
  lacks: 'training',
  lower: (context) => {
    const value = context.input(0);
    const [ratio, training] = [context.optional(1), context.optional(2)];
    const isZero = ratio && context.known(ratio)?.[0] === 0;
    if (training && !isZero && context.known(training)?.[0] !== 0) {
      throw unsupported('training_mode', 'Export the model for inference.');
    }
    if (!context.hasOutput(1)) return value;
    const one = context.constant([], [1], context.opset < 10 ? value.dtype : 'bool').name;
    const shape = context.node('shape', [value.name]).name;
    return [value, context.node('expand', [one, shape], {}, value.order)];
  },
});

export const views = {
  Dropout: dropout,
  Flatten: flatten,
  Identity: identity,
  Reshape: reshape,
  Squeeze: squeeze,
  Unsqueeze: unsqueeze,
};
