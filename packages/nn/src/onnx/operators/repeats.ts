import { flag, int, tensor } from '../attributes.ts';
import { badOnnx, unsupported } from '../bad-onnx.ts';
import { defineOnnxOperator, type OnnxContext } from '../operator.ts';
import { stored } from '../order.ts';
import type { OnnxValue } from '../value.ts';

const expand = defineOnnxOperator({
  attributes: {},
  inputs: [2, 2],
  lower: (context) => expanded(context, context.dense(context.input(0)), context.input(1)),
});

/** A value, by its name in ONNX's order, broadcast with a shape. */
function expanded(context: OnnxContext, name: string, shape: OnnxValue): OnnxValue {
  const known = context.known(shape);
  if (known) return context.node('expand', [name], { shape: [...known] });
  return context.node('expand', [name, shape.name]);
}

/** Tiles have a number for each axis since version 6. */
const tile = defineOnnxOperator({
  attributes: {},
  inputs: [2, 2],
  lower: (context) => {
    const [value, repeats] = [context.input(0), context.input(1)];
    const known = context.known(repeats);
    if (!known) return context.node('tile', [context.dense(value), repeats.name]);
    const { name, order } = value;
    if (known.length !== order.length) {
      throw badOnnx(`repeats are [${known.join(', ')}] for ${order.length} axes`);
    }
    return context.node('tile', [name], { repeats: stored([...known], order) }, order);
  },
});

/** The value is a tensor of one element; 0 unless told. */
const constantOfShape = defineOnnxOperator({
  attributes: { value: tensor() },
  inputs: [1, 1],
  lower: (context) => {
    const { value } = context.attributes;
    const given = value && context.tensor(value);
    const numbers = given ? context.known(given) : [0];
    if (numbers?.length !== 1) throw badOnnx(`its value has ${numbers?.length ?? 'no'} numbers`);
    const single = context.constant([], numbers, given?.dtype ?? 'f32');
    return expanded(context, single.name, context.input(0));
  },
});

/** What is computed must be whole numbers: how long the result is must be known before the run. */
const range = defineOnnxOperator({
  attributes: {},
  inputs: [3, 3],
  lacks: 'limits that are computed and have fractions',
  lower: (context) => {
    const values = [context.input(0), context.input(1), context.input(2)];
    const [{ dtype }] = values;
    const [start, limit, delta] = values.map((value) => context.known(value)?.[0]);
    if (start === undefined || limit === undefined || delta === undefined) {
      return context.node(
        'range',
        values.map(({ name }) => name),
      );
    }
    const count = Math.max(0, Math.ceil((limit - start) / delta));
    if (!(count < mostNumbers)) {
      throw unsupported(`a range of ${count} numbers`, `There may be ${mostNumbers} at most.`);
    }
    const numbers = Float64Array.from({ length: count }, (_, i) => start + i * delta);
    return context.constant([count], numbers, dtype);
  },
});

/** Of a range that is kept as a constant. */
const mostNumbers = 2 ** 24;

/** A scatter of one value into many of another. */
const oneHot = defineOnnxOperator({
  attributes: { axis: int(-1) },
  inputs: [3, 3],
  lacks: 'a depth that is computed, indices with fractions',
  lower: (context) => {
    const [indices, values] = [context.input(0), context.input(2)];
    const [depth] = context.numbers(1) ?? [];
    const [off, on] = context.numbers(2) ?? [];
    if (depth === undefined || off === undefined || on === undefined) {
      throw badOnnx('depth or values are empty');
    }
    if (indices.dtype === 'f32') throw unsupported('indices of float', 'Cast them to int64.');
    const shape = context.shape(indices);
    const rank = shape.length + 1;
    const { axis: given } = context.attributes;
    const axis = given < 0 ? given + rank : given;
    const at = (size: number) => [...shape.slice(0, axis), size, ...shape.slice(axis)];
    const [ofOff, ofOn] = [off, on].map(
      (value) => context.constant([], [value], values.dtype).name,
    );
    const all = context.node('expand', [ofOff], { shape: at(depth) });
    const ones = context.node('reshape', [context.dense(indices)], { shape: at(1) });
    return context.node('scatterElements', [all.name, ones.name, ofOn], { axis });
  },
});

/** The upper or the lower triangle of matrices, zeros elsewhere: a choice by a constant. */
const trilu = defineOnnxOperator({
  attributes: { upper: flag(true) },
  inputs: [1, 2],
  lacks: 'matrices whose sizes are not known',
  lower: (context) => {
    const value = context.input(0);
    const [rows, columns] = context.shape(value).slice(-2);
    if (rows === undefined || columns === undefined) throw badOnnx('its input is no matrix');
    const [k = 0] = context.numbers(1) ?? [];
    const { upper } = context.attributes;
    const kept = Float64Array.from({ length: rows * columns }, (_, i) => {
      const diagonal = (i % columns) - Math.floor(i / columns);
      return Number(upper ? diagonal >= k : diagonal <= k);
    });
    const mask = context.constant([rows, columns], kept, 'bool').name;
    const zero = context.constant([], [0], value.dtype).name;
    return context.node('where', [mask, context.dense(value), zero]);
  },
});

export const repeats = {
  ConstantOfShape: constantOfShape,
  Expand: expand,
  OneHot: oneHot,
  Range: range,
  Tile: tile,
  Trilu: trilu,
};
