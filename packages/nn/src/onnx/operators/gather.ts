import { int } from '../attributes.ts';
import { defineOnnxOperator } from '../operator.ts';
import { ownOrder } from '../order.ts';
import { axisOf, placeOf } from './axis.ts';

/** The axes of the indices stand where the axis was. */
const gather = defineOnnxOperator({
  attributes: { axis: int(0) },
  inputs: [2, 2],
  lower: (context) => {
    const [{ name, order }, indices] = [context.input(0), context.input(1)];
    const axis = axisOf(context.attributes.axis, order.length);
    const rank = indices.order.length;
    const after = order.flatMap((each) => {
      if (each === axis) return ownOrder(rank).map((place) => axis + place);
      return each < axis ? each : each + rank - 1;
    });
    const attributes = { axis: order.indexOf(axis) };
    return context.node('gather', [name, context.dense(indices)], attributes, after);
  },
});

const gatherElements = defineOnnxOperator({
  attributes: { axis: int(0) },
  inputs: [2, 2],
  lower: (context) => {
    const [{ name, order }, indices] = [context.input(0), context.input(1)];
    const axis = placeOf(context.attributes.axis, order);
    return context.node('gatherElements', [name, context.ordered(indices, order)], { axis }, order);
  },
});

/** Version 12 has axes that both inputs share. */
const gatherNd = defineOnnxOperator({
  attributes: { batch_dims: int(0) },
  inputs: [2, 2],
  lower: (context) => {
    const inputs = [context.dense(context.input(0)), context.dense(context.input(1))];
    return context.node('gatherNd', inputs, { batchAxes: context.attributes.batch_dims });
  },
});

/** Slices of which a list of truth values says so; elements where no axis is given. */
const compress = defineOnnxOperator({
  attributes: { axis: int() },
  inputs: [2, 2],
  lacks: 'a condition that is computed',
  lower: (context) => {
    const value = context.input(0);
    const wanted = (context.numbers(1) ?? []).flatMap((each, i) => (each === 0 ? [] : [i]));
    const indices = context.constant([wanted.length], wanted, 'i32').name;
    const { axis } = context.attributes;
    if (axis === undefined) {
      const flat = context.node('reshape', [context.dense(value)], { shape: [-1] }).name;
      return context.node('gather', [flat, indices]);
    }
    const { name, order } = value;
    const along = placeOf(axis, order);
    return context.node('gather', [name, indices], { axis: along }, order);
  },
});

export const gathers = {
  Compress: compress,
  Gather: gather,
  GatherElements: gatherElements,
  GatherND: gatherNd,
};
