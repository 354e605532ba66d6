import { float } from '../attributes.ts';
import { unsupported } from '../bad-onnx.ts';
import { defineOnnxOperator, type OnnxContext } from '../operator.ts';
import type { OnnxValue } from '../value.ts';
import { elementwise } from './elementwise.ts';

type Plain = 'relu' | 'relu6' | 'sigmoid' | 'tanh' | 'hardSwish';

/* @__NO_SIDE_EFFECTS__ */
function activation(operator: Plain) {
  return defineOnnxOperator({
    attributes: {},
    inputs: [1, 1],
    lower: (context) => {
      const { name, order } = context.input(0);
      return context.node(operator, [name], {}, order);
    },
  });
}

const leakyRelu = defineOnnxOperator({
  attributes: { alpha: float(0.01) },
  inputs: [1, 1],
  lower: (context) => {
    const { name, order } = context.input(0);
    return context.node('leakyRelu', [name], { slope: context.attributes.alpha }, order);
  },
});

const prelu = defineOnnxOperator({
  attributes: {},
  inputs: [2, 2],
  lower: (context) => elementwise(context, 'prelu', [context.input(0), context.input(1)]),
});

/** Version 6 has its bounds as attributes, later ones as inputs. */
const clip = defineOnnxOperator({
  attributes: { min: float(), max: float() },
  inputs: [1, 3],
  lacks: 'bounds other than 0, and 0 and 6',
  lower: (context) => {
    const low = context.numbers(1)?.[0] ?? context.attributes.min;
    const high = context.numbers(2)?.[0] ?? context.attributes.max;
    return clipped(context, context.input(0), low, high);
  },
});

/** A value between bounds that may be left out. */
export function clipped(
  context: OnnxContext,
  { name, order }: OnnxValue,
  low: number | undefined,
  high: number | undefined,
): OnnxValue {
  if (low === 0 && high === 6) return context.node('relu6', [name], {}, order);
  if (low === 0 && high === undefined) return context.node('relu', [name], {}, order);
  throw unsupported(
    `the bounds ${low ?? 'none'} and ${high ?? 'none'}`,
    'Only 0, and 0 and 6, are supported.',
  );
}

export const activations = {
  Clip: clip,
  HardSwish: activation('hardSwish'),
  LeakyRelu: leakyRelu,
  PRelu: prelu,
  Relu: activation('relu'),
  Sigmoid: activation('sigmoid'),
  Tanh: activation('tanh'),
};
