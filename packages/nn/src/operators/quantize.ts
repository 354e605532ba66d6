import {
  dequantize as dequantizeKernel,
  elementCount,
  formatShape,
  quantize as quantizeKernel,
  sameShape,
  shapeMismatch,
} from '@facegpu/kernels';
import { optional } from './attributes.ts';
import { integer } from './kinds.ts';
import { defineOperator, type InferContext } from './operator.ts';
import { requireInput, requireReal, requireTensor, requireWeight } from './require.ts';

const axis = optional(integer, 1);
const quantizeAttributes = { axis, low: integer, high: integer };
const dequantizeAttributes = { axis };

/**
 * `quantize(x, scale, zero?)`: whole steps of a scale, i32: `round(x / scale) + zero`, ties to even, kept
 * from the attribute low to the attribute high. The scale is one number, or a list with one for each
 * index of the attribute axis; the zero, i32, has its shape.
 */
export const quantize = defineOperator({
  attributes: quantizeAttributes,
  inputs: 3,
  weights: [1],
  layout: 'dense',
  keepsBatch: () => true,
  infer: (context) => {
    requireSteps(context);
    return [{ shape: requireReal(context, 0).shape, dtype: 'i32' }];
  },
  lower: (context) =>
    quantizeKernel({
      ...context.attributes,
      input: requireTensor(context, 0),
      scale: requireWeight(context, 1),
      zero: context.tensors[2],
      output: context.output,
    }),
  evaluate: ([values, scales, zeros], context) => {
    const { low, high } = context.attributes;
    const channelOf = channels(context, scales.length);
    return [
      values.map((value, i) => {
        const c = channelOf(i);
        const steps = roundHalfToEven(value / scales[c]) + (zeros?.[c] ?? 0);
        return Math.min(Math.max(steps, low), high);
      }),
    ];
  },
});

/** `dequantize(x, scale, zero?)`: the reverse, of i32: `(x - zero) · scale`. */
export const dequantize = defineOperator({
  attributes: dequantizeAttributes,
  inputs: 3,
  weights: [1],
  layout: 'dense',
  keepsBatch: () => true,
  infer: (context) => {
    requireSteps(context);
    const { shape, dtype } = requireInput(context, 0);
    if (dtype === 'i32') return [{ shape, dtype: 'f32' }];
    throw shapeMismatch(`dequantize: its input holds ${dtype}`, 'It must hold i32: cast it.');
  },
  lower: (context) =>
    dequantizeKernel({
      ...context.attributes,
      input: requireTensor(context, 0),
      scale: requireWeight(context, 1),
      zero: context.tensors[2],
      output: context.output,
    }),
  evaluate: ([values, scales, zeros], context) => {
    const channelOf = channels(context, scales.length);
    return [
      values.map((value, i) => {
        const c = channelOf(i);
        return (value - (zeros?.[c] ?? 0)) * scales[c];
      }),
    ];
  },
});

type QuantizeContext = InferContext<typeof dequantizeAttributes>;

function requireSteps(context: QuantizeContext): void {
  const { shape } = requireInput(context, 0);
  const scale = requireReal(context, 1);
  const { operator, name } = context.node;
  const [, , zero] = context.inputs;
  const count = elementCount(scale.shape);
  const fits = count === 1 || count === shape.at(context.attributes.axis);
  if (scale.shape.length > 1 || !fits) {
    throw shapeMismatch(
      `${operator}: scales are ${formatShape(scale.shape)} for ${formatShape(shape)} (node "${name}")`,
      'Give one, or a list with one for each index of the axis.',
    );
  }
  if (!zero || (zero.dtype === 'i32' && sameShape(zero.shape, scale.shape))) return;
  throw shapeMismatch(
    `${operator}: the zero is ${formatShape(zero.shape)} of ${zero.dtype} (node "${name}")`,
    `It must be ${formatShape(scale.shape)} of i32, as the scale.`,
  );
}

/** Which scale an element has. */
function channels(context: QuantizeContext, count: number): (index: number) => number {
  const { shape } = requireInput(context, 0);
  const { axis: given } = context.attributes;
  const along = given < 0 ? given + shape.length : given;
  const inner = elementCount(shape.slice(along + 1));
  return (index) => (count === 1 ? 0 : Math.floor(index / inner) % count);
}

function roundHalfToEven(value: number): number {
  const floor = Math.floor(value);
  if (value - floor !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}
