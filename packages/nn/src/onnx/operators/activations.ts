import { isReal } from '@facegpu/kernels';
import { float, word } from '../attributes.ts';
import { defineOnnxOperator, type OnnxContext } from '../operator.ts';
import type { OnnxValue } from '../value.ts';
import { elementwise, placed, pointwise } from './elementwise.ts';

const leakyRelu = defineOnnxOperator({
  attributes: { alpha: float(0.01) },
  inputs: [1, 1],
  lower: (context) => {
    const { name, order } = context.input(0);
    return context.node('leakyRelu', [name], { slope: context.attributes.alpha }, order);
  },
});

/** Up to version 6 a list of slopes is that of the channels. One slope for all is that of a leaky ReLU. */
const prelu = defineOnnxOperator({
  attributes: {},
  inputs: [2, 2],
  lower: (context) => {
    const [value, slope] = [context.input(0), context.input(1)];
    const isList = context.opset < 7 && slope.order.length === 1 && value.order.length > 1;
    const slopes = isList && slope.shape[0] !== 1 ? placed(context, slope, 1, value) : slope;
    const isNarrow = slopes.order.length <= value.order.length;
    const known = isNarrow && isReal(value.dtype) ? context.known(slopes) : undefined;
    if (known?.length !== 1) return elementwise(context, 'prelu', [value, slopes]);
    return context.node('leakyRelu', [value.name], { slope: known[0] }, value.order);
  },
});

/** Version 6 has its bounds as attributes, later ones as inputs. */
const clip = defineOnnxOperator({
  attributes: { min: float(), max: float() },
  inputs: [1, 3],
  lower: (context) => {
    const value = context.input(0);
    const bounds = [context.optional(1), context.optional(2)];
    const isKnown = bounds.every((bound) => !bound || context.isKnown(bound));
    if (isKnown && isReal(value.dtype)) {
      const low = context.numbers(1)?.[0] ?? context.attributes.min;
      const high = context.numbers(2)?.[0] ?? context.attributes.max;
      return clipped(context, value, low, high);
    }
    const [low, high] = bounds;
    const above = low ? elementwise(context, 'max', [value, low]) : value;
    return high ? elementwise(context, 'min', [above, high]) : above;
  },
});

/** A value of reals between bounds that may be left out. */
export function clipped(
  context: OnnxContext,
  { name, order }: OnnxValue,
  low: number | undefined,
  high: number | undefined,
): OnnxValue {
  if (low === 0 && high === 6) return context.node('relu6', [name], {}, order);
  if (low === 0 && high === undefined) return context.node('relu', [name], {}, order);
  const bounds = {
    ...(low !== undefined && Number.isFinite(low) && { low }),
    ...(high !== undefined && Number.isFinite(high) && { high }),
  };
  return context.node('clip', [name], bounds, order);
}

/** Since version 14 of whole numbers too. */
const relu = defineOnnxOperator({
  attributes: {},
  inputs: [1, 1],
  lower: (context) => {
    const value = context.input(0);
    if (isReal(value.dtype)) return context.node('relu', [value.name], {}, value.order);
    return elementwise(context, 'max', [value, context.constant([], [0], value.dtype)]);
  },
});

const celu = withAlpha('celu', 1);
const elu = withAlpha('elu', 1);
const thresholdedRelu = withAlpha('thresholdedRelu', 1);

/* @__NO_SIDE_EFFECTS__ */
function withAlpha(operator: 'celu' | 'elu' | 'thresholdedRelu', fallback: number) {
  return defineOnnxOperator({
    attributes: { alpha: float(fallback) },
    inputs: [1, 1],
    lower: (context) => {
      const { name, order } = context.input(0);
      return context.node(operator, [name], { alpha: context.attributes.alpha }, order);
    },
  });
}

const selu = defineOnnxOperator({
  attributes: { alpha: float(1.6732632423543772), gamma: float(1.0507009873554805) },
  inputs: [1, 1],
  lower: (context) => {
    const { name, order } = context.input(0);
    const { alpha, gamma } = context.attributes;
    return context.node('selu', [name], { alpha, gamma }, order);
  },
});

const hardSigmoid = defineOnnxOperator({
  attributes: { alpha: float(0.2), beta: float(0.5) },
  inputs: [1, 1],
  lower: (context) => {
    const { name, order } = context.input(0);
    const { alpha, beta } = context.attributes;
    return context.node('hardSigmoid', [name], { alpha, beta }, order);
  },
});

const gelu = defineOnnxOperator({
  attributes: { approximate: word('none', 'tanh') },
  inputs: [1, 1],
  lower: (context) => {
    const { name, order } = context.input(0);
    return context.node('gelu', [name], { approximation: context.attributes.approximate }, order);
  },
});

export const activations = {
  Celu: celu,
  Clip: clip,
  Elu: elu,
  Gelu: gelu,
  'com.microsoft.Gelu': gelu,
  HardSigmoid: hardSigmoid,
  HardSwish: pointwise('hardSwish'),
  LeakyRelu: leakyRelu,
  Mish: pointwise('mish'),
  PRelu: prelu,
  Relu: relu,
  Selu: selu,
  Sigmoid: pointwise('sigmoid'),
  Softplus: pointwise('softplus'),
  Softsign: pointwise('softsign'),
  Tanh: pointwise('tanh'),
  ThresholdedRelu: thresholdedRelu,
};
