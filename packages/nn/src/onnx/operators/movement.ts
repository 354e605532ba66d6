import { float, int, ints, required, word } from '../attributes.ts';
import { badOnnx, unsupported } from '../bad-onnx.ts';
import { defineOnnxOperator, type OnnxContext } from '../operator.ts';
import { movedOrder, ownOrder, stored } from '../order.ts';
import { axisOf, placeOf } from './axis.ts';

const concat = defineOnnxOperator({
  attributes: { axis: required(int()) },
  inputs: [1, Number.POSITIVE_INFINITY],
  lower: (context) => {
    const values = Array.from({ length: context.inputs }, (_, i) => context.input(i));
    const { order } = values.find((value) => !context.isKnown(value)) ?? values[0];
    const axis = placeOf(context.attributes.axis, order);
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

/**
 * Version 1 has starts, ends and axes as attributes, later ones as inputs, with steps. Starts and ends may
 * depend on sizes that are known only when the graph is compiled.
 */
const slice = defineOnnxOperator({
  attributes: { starts: ints(), ends: ints(), axes: ints() },
  inputs: [1, 5],
  lower: (context) => {
    const { name, order } = context.input(0);
    const given = context.attributes;
    const [starts, ends, steps] = [
      listOf(context, 1, given.starts),
      listOf(context, 2, given.ends),
      listOf(context, 4, undefined),
    ];
    const count = starts.numbers?.length ?? sizeOf(context, 1);
    const axes = context.numbers(3) ?? given.axes ?? ownOrder(count);
    return context.node(
      'slice',
      [name, starts.name, ends.name, '', steps.name],
      {
        starts: starts.numbers,
        ends: ends.numbers,
        axes: axes.map((axis) => placeOf(axis, order)),
        steps: steps.numbers,
      },
      order,
    );
  },
});

/** A list of whole numbers: those that are known, or the name of what computes them. */
interface List {
  readonly numbers?: readonly number[];
  readonly name: string;
}

function listOf(
  context: OnnxContext,
  index: number,
  attribute: readonly number[] | undefined,
): List {
  const value = context.optional(index);
  if (!value) return { name: '', ...(attribute && { numbers: attribute }) };
  const known = context.known(value);
  return known ? { name: '', numbers: [...known] } : { name: value.name };
}

/** How many numbers a list has that is computed. */
function sizeOf(context: OnnxContext, index: number): number {
  const value = context.optional(index);
  if (!value) throw badOnnx('starts or ends are missing');
  return context.shape(value)[0] ?? 0;
}

/** Version 2 has pads and value as attributes, later ones as inputs. */
const pad = defineOnnxOperator({
  attributes: { mode: word('constant', 'reflect', 'edge', 'wrap'), pads: ints(), value: float(0) },
  inputs: [1, 4],
  lower: (context) => {
    const value = context.input(0);
    const rank = value.order.length;
    const pads = context.numbers(1) ?? context.attributes.pads;
    const fill = context.numbers(2)?.[0] ?? context.attributes.value;
    const axes = (context.numbers(3) ?? ownOrder(rank)).map((axis) => {
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
    const { mode } = context.attributes;
    const around = { before, after, mode, value: fill };
    return context.node('pad', [value.name], around, value.order);
  },
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

export const movement = {
  Concat: concat,
  Pad: pad,
  Slice: slice,
  Split: split,
  Transpose: transpose,
};
