import { float, int, ints, required, word } from '../attributes.ts';
import { badOnnx, unsupported } from '../bad-onnx.ts';
import { defineOnnxOperator, type OnnxContext } from '../operator.ts';
import { movedOrder, stored } from '../order.ts';
import type { OnnxValue } from '../value.ts';
import { axisOf } from './axis.ts';
import { view } from './view.ts';

const concat = defineOnnxOperator({
  attributes: { axis: required(int()) },
  inputs: [1, Number.POSITIVE_INFINITY],
  lower: (context) => {
    const values = Array.from({ length: context.inputs }, (_, i) => context.input(i));
    const { order } = values.find((value) => !context.known(value)) ?? values[0];
    const axis = order.indexOf(axisOf(context.attributes.axis, order.length));
    const names = values.map((value) => context.ordered(value, order));
    return context.node('concat', names, { axis }, order);
  },
});

/** Version 11 has the sizes as an attribute, 13 as an input; 18 counts equal parts. */
const split = defineOnnxOperator({
  attributes: { axis: int(0), split: ints(), num_outputs: int() },
  inputs: [1, 2],
  outputs: Number.POSITIVE_INFINITY,
  lower: (context) => {
    const { name, order, shape } = context.input(0);
    const axis = axisOf(context.attributes.axis, order.length);
    const sizes = context.numbers(1) ?? context.attributes.split ?? evenly(context, shape[axis]);
    return context.nodes(
      sizes.length,
      'split',
      [name],
      { axis: order.indexOf(axis), sizes },
      order,
    );
  },
});

function evenly(context: OnnxContext, size: number | undefined): readonly number[] {
  const count = context.outputs;
  if (size === undefined) {
    throw unsupported(
      'an axis whose size must be known',
      'Give the sizes of the inputs (--shape).',
    );
  }
  const each = Math.ceil(size / count);
  return Array.from({ length: count }, (_, i) => Math.max(0, Math.min(each, size - i * each)));
}

/** Version 1 has starts, ends and axes as attributes, later ones as inputs, with steps. */
const slice = defineOnnxOperator({
  attributes: { starts: ints(), ends: ints(), axes: ints() },
  inputs: [1, 5],
  lower: (context) => {
    const value = context.input(0);
    const rank = value.order.length;
    const starts = context.numbers(1) ?? context.attributes.starts;
    const ends = context.numbers(2) ?? context.attributes.ends;
    if (!starts || !ends) throw badOnnx('starts or ends are missing');
    const axes = context.numbers(3) ?? context.attributes.axes ?? starts.map((_, i) => i);
    const steps = context.numbers(4) ?? axes.map(() => 1);
    const part = {
      starts: value.shape.map(() => 0),
      sizes: value.shape.map((size) => size ?? -1),
      steps: value.shape.map(() => 1),
    };
    axes.forEach((given, i) => {
      const axis = axisOf(given, rank);
      const { start, size } = range(value.shape[axis], starts[i], ends[i], steps[i]);
      part.starts[axis] = start;
      part.sizes[axis] = size;
      part.steps[axis] = steps[i];
    });
    const attributes = {
      starts: stored(part.starts, value.order),
      sizes: stored(part.sizes, value.order),
      steps: stored(part.steps, value.order),
    };
    return context.node('slice', [value.name], attributes, value.order);
  },
});

/** Where a slice begins along an axis, and how many indices it takes: -1 for all that are left. */
function range(
  size: number | undefined,
  start: number,
  end: number,
  step: number,
): { readonly start: number; readonly size: number } {
  if (step === 0) throw badOnnx('a step is 0');
  if (size === undefined) {
    if (start >= 0 && step > 0 && end >= 2 ** 31 - 1) return { start, size: -1 };
    if (start >= 0 && step > 0 && end >= start) {
      return { start, size: Math.ceil((end - start) / step) };
    }
    throw unsupported(
      'a part that depends on the size of an axis that is not known',
      'Give the sizes of the inputs (--shape).',
    );
  }
  const [low, high] = step > 0 ? [0, size] : [-1, size - 1];
  const clamp = (index: number) => {
    return Math.min(Math.max(index < 0 ? index + size : index, low), high);
  };
  const first = clamp(start);
  const count = Math.max(0, Math.ceil((clamp(end) - first) / step));
  return { start: count === 0 ? 0 : first, size: count };
}

/** Version 2 has pads and value as attributes, later ones as inputs. */
const pad = defineOnnxOperator({
  attributes: { mode: word('constant'), pads: ints(), value: float(0) },
  inputs: [1, 4],
  lower: (context) => {
    const value = context.input(0);
    const rank = value.order.length;
    const pads = context.numbers(1) ?? context.attributes.pads;
    const fill = context.numbers(2)?.[0] ?? context.attributes.value;
    const axes = (context.numbers(3) ?? value.order.map((_, i) => i)).map((axis) => {
      return axisOf(axis, rank);
    });
    if (pads?.length !== 2 * axes.length) throw badOnnx(`pads has ${pads?.length} numbers`);
    const [before, after] = [0, axes.length].map((offset) => {
      const amounts = value.shape.map(() => 0);
      axes.forEach((axis, i) => {
        amounts[axis] = pads[offset + i];
      });
      return stored(amounts, value.order);
    });
    if ([...before, ...after].some((amount) => amount < 0)) {
      throw unsupported(`pads are [${pads.join(', ')}]`, 'Only amounts from 0 are supported.');
    }
    return context.node('pad', [value.name], { before, after, value: fill }, value.order);
  },
  lacks: 'amounts below 0',
});

const transpose = defineOnnxOperator({
  attributes: { perm: ints() },
  inputs: [1, 1],
  lower: (context) => {
    const value = context.input(0);
    const rank = value.order.length;
    const permutation = context.attributes.perm ?? value.order.map((_, i) => rank - 1 - i);
    const sorted = [...permutation].sort((a, b) => a - b);
    if (permutation.length !== rank || sorted.some((axis, i) => axis !== i)) {
      throw badOnnx(`perm is [${permutation.join(', ')}] for ${rank} axes`);
    }
    return context.reordered(value, movedOrder(value.order, permutation));
  },
});

/** Rows are gathered along the first stored axis. */
const gather = defineOnnxOperator({
  attributes: { axis: int(0) },
  inputs: [2, 2],
  lacks: 'indices that are computed, or have several axes',
  lower: (context) => {
    const [value, indices] = [context.input(0), context.input(1)];
    const axis = axisOf(context.attributes.axis, value.order.length);
    const size = value.shape[axis];
    const given = context.numbers(1) ?? [];
    const rows = given.map((index) => (index < 0 ? index + (size ?? 0) : index));
    if (indices.order.length > 1 || rows.some((row) => row < 0 || row >= (size ?? row + 1))) {
      throw unsupported(
        `indices [${given.join(', ')}] of shape [${indices.shape.join(', ')}]`,
        'They must be a number or a list, within the axis.',
      );
    }
    const order = [axis, ...value.order.filter((each) => each !== axis)];
    const list = context.constant([rows.length], rows, 'u32');
    const gathered = context.node('gather', [context.ordered(value, order), list.name], {}, order);
    return indices.order.length === 0 ? withoutFirst(context, gathered, axis) : gathered;
  },
});

/** A value without its first stored axis, which has the size 1. */
function withoutFirst(context: OnnxContext, value: OnnxValue, axis: number): OnnxValue {
  const rest = value.order.slice(1);
  const sizes = rest.map((_, i) => ({ axis: i + 1 }));
  const order = rest.map((each) => (each > axis ? each - 1 : each));
  return view(context, value, sizes, order);
}

export const movement = {
  Concat: concat,
  Gather: gather,
  Pad: pad,
  Slice: slice,
  Split: split,
  Transpose: transpose,
};
