import { elementCount, type Shape } from '@facegpu/kernels';
import { transposeValues } from '../../operators/evaluate.ts';
import { fixed, int } from '../attributes.ts';
import { unsupported } from '../bad-onnx.ts';
import type { ElementName } from '../elements.ts';
import { defineOnnxOperator, type OnnxContext } from '../operator.ts';
import { ownOrder, stored } from '../order.ts';
import type { OnnxValue } from '../value.ts';
import { axisOf, placeOf } from './axis.ts';
import { cast, elementwise } from './elementwise.ts';

/** What the whole numbers of a type hold. */
const ranges: Partial<Record<ElementName, readonly [low: number, high: number]>> = {
  int8: [-128, 127],
  uint8: [0, 255],
  int16: [-32_768, 32_767],
  uint16: [0, 65_535],
};

/** Since version 21 blocks of an axis may have scales of their own. */
const attributes = { axis: int(1), block_size: int(0) };

/** The type is that of the zero point, and uint8 without one. */
const quantizeLinear = defineOnnxOperator({
  attributes: { ...attributes, saturate: int(1), output_dtype: fixed(0) },
  inputs: [2, 3],
  lacks: 'types besides int8, uint8, int16 and uint16',
  lower: (context) => {
    const { name, order } = context.input(0);
    const element = context.optional(2) ? context.element(2) : 'uint8';
    const range = element && ranges[element];
    if (!range) {
      throw unsupported(
        `a zero point of ${element ?? 'an unknown type'}`,
        'It must be a constant of int8, uint8, int16 or uint16.',
      );
    }
    const [low, high] = range;
    const blocks = blocksOf(context);
    if (blocks) {
      const { scale, zero } = blocks;
      const steps = elementwise(context, 'div', [context.input(0), scale]);
      const whole = context.node('round', [steps.name], {}, steps.order);
      const shifted = zero ? elementwise(context, 'add', [whole, zero]) : whole;
      const kept = context.node('clip', [shifted.name], { low, high }, shifted.order);
      return cast(context, kept, 'i32');
    }
    const { inputs, axis } = stepsOf(context);
    return context.node('quantize', [name, ...inputs], { axis, low, high }, order);
  },
});

/** Constants stay bytes, which kernels read as they are. */
const dequantizeLinear = defineOnnxOperator({
  attributes,
  inputs: [2, 3],
  lower: (context) => {
    const value = context.input(0);
    const blocks = blocksOf(context);
    if (blocks) {
      const { scale, zero } = blocks;
      const steps = cast(context, value, 'f32');
      return elementwise(context, 'mul', [
        zero ? elementwise(context, 'sub', [steps, zero]) : steps,
        scale,
      ]);
    }
    const bytes = asBytes(context, value);
    if (bytes) return bytes;
    const { inputs, axis } = stepsOf(context);
    return context.node('dequantize', [value.name, ...inputs], { axis }, value.order);
  },
});

/** Scale and zero point as reals, one of each for every element, where blocks have theirs. */
function blocksOf(context: OnnxContext<typeof attributes>) {
  const { axis: given, block_size: block } = context.attributes;
  if (block === 0) return undefined;
  const sizes = context.shape(context.input(0));
  const axis = axisOf(given, sizes.length);
  const size = sizes[axis];
  const places = Float64Array.from({ length: size }, (_, i) => Math.floor(i / block));
  const indices = context.constant([size], places, 'i32').name;
  const repeated = (value: OnnxValue) => {
    const reals = cast(context, value, 'f32');
    const along = reals.order.indexOf(axis);
    return context.node('gather', [reals.name, indices], { axis: along }, reals.order);
  };
  const zero = context.optional(2);
  return { scale: repeated(context.input(1)), zero: zero && repeated(zero) };
}

/** Names of scale and zero point, and the axis along which they lie, as it is stored. */
function stepsOf(context: OnnxContext<typeof attributes>) {
  const { order } = context.input(0);
  const scale = context.input(1);
  const zero = context.optional(2);
  const axis = isSingle(scale) ? 0 : placeOf(context.attributes.axis, order);
  return { inputs: [scale.name, ...(zero ? [zero.name] : [])], axis };
}

function isSingle({ shape }: OnnxValue): boolean {
  return shape.every((size) => size === 1);
}

/**
 * A constant as bytes with a scale and an offset for each index of its last axis; of the axis along which
 * scales differ, which is stored last.
 */
function asBytes(context: OnnxContext<typeof attributes>, value: OnnxValue): OnnxValue | undefined {
  const numbers = context.known(value);
  const scales = context.known(context.input(1));
  const zero = context.optional(2);
  const zeros = zero ? context.known(zero) : new Float64Array(scales?.length ?? 0);
  if (!numbers || !scales || !zeros || value.order.length === 0) return undefined;
  const shift = numbers.some((number) => number < 0) ? 128 : 0;
  if (numbers.some((number) => number + shift < 0 || number + shift > 255)) return undefined;
  const shape = context.shape(value);
  const axes = ownOrder(shape.length);
  const along = isSingle(context.input(1))
    ? shape.length - 1
    : axisOf(context.attributes.axis, shape.length);
  const order = [...axes.filter((axis) => axis !== along), along];
  const bytes = Uint8Array.from(transposeValues(numbers, shape, order), (each) => each + shift);
  const constant = {
    shape: stored(shape, order),
    dtype: 'f32',
    stored: { dtype: 'u8', bytes },
    affine: affineOf(shape, along, scales, zeros, shift),
  } as const;
  return context.reordered(context.stored(constant), order);
}

function affineOf(
  shape: Shape,
  axis: number,
  scales: Float64Array,
  zeros: Float64Array,
  shift: number,
) {
  const channels = elementCount([shape[axis]]);
  const each = (list: Float64Array, i: number) => list[list.length === 1 ? 0 : i];
  const scale = Float64Array.from({ length: channels }, (_, i) => each(scales, i));
  const offset = scale.map((step, i) => -(each(zeros, i) + shift) * step);
  return { scale, offset };
}

export const quantizations = {
  DequantizeLinear: dequantizeLinear,
  QuantizeLinear: quantizeLinear,
};
