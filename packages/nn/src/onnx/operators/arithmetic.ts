import { isReal } from '@facegpu/kernels';
import { flag, ignored, int } from '../attributes.ts';
import { badOnnx } from '../bad-onnx.ts';
import { defineOnnxOperator, type OnnxContext } from '../operator.ts';
import type { OnnxValue } from '../value.ts';
import { aligned, type BinaryOperator, cast, elementwise, placed } from './elementwise.ts';

/** Up to version 6 the first axis of the second operand is told; since then it is the last ones. */
/* @__NO_SIDE_EFFECTS__ */
function binary(operator: BinaryOperator) {
  return defineOnnxOperator({
    attributes: { broadcast: ignored, axis: int() },
    inputs: [2, 2],
    lower: (context) => {
      const [a, b] = [context.input(0), context.input(1)];
      const { axis } = context.attributes;
      const isPlaced = axis !== undefined && context.opset < 7;
      return elementwise(context, operator, [a, isPlaced ? placed(context, b, axis, a) : b]);
    },
  });
}

/** Of any number of inputs, one after the other. */
/* @__NO_SIDE_EFFECTS__ */
function variadic(operator: 'add' | 'max' | 'min') {
  return defineOnnxOperator({
    attributes: {},
    inputs: [1, Number.POSITIVE_INFINITY],
    lower: (context) => joined(context, operator),
  });
}

function joined(context: OnnxContext, operator: 'add' | 'max' | 'min'): OnnxValue {
  const [first, ...rest] = Array.from({ length: context.inputs }, (_, i) => context.input(i));
  return rest.reduce((total, value) => elementwise(context, operator, [total, value]), first);
}

const mean = defineOnnxOperator({
  attributes: {},
  inputs: [1, Number.POSITIVE_INFINITY],
  lower: (context) => {
    const total = joined(context, 'add');
    const share = context.constant([], [1 / context.inputs], total.dtype);
    return elementwise(context, 'mul', [total, share]);
  },
});

/** The result has the type of the base; powers that have operators of their own take these. */
const pow = defineOnnxOperator({
  attributes: {},
  inputs: [2, 2],
  lower: (context) => {
    const [base, exponent] = [context.input(0), context.input(1)];
    const known = exponent.order.length <= base.order.length && context.known(exponent);
    const power = known && known.length === 1 ? known[0] : undefined;
    if (power === 2) return elementwise(context, 'mul', [base, base]);
    if (power === 0.5 && isReal(base.dtype))
      return context.node('sqrt', [base.name], {}, base.order);
    if (base.dtype === exponent.dtype) return elementwise(context, 'pow', [base, exponent]);
    if (isReal(base.dtype) || !isReal(exponent.dtype)) {
      return elementwise(context, 'pow', [base, cast(context, exponent, base.dtype)]);
    }
    const raised = elementwise(context, 'pow', [cast(context, base, exponent.dtype), exponent]);
    return cast(context, raised, base.dtype);
  },
});

/** What is left of a division: with the sign of the divisor, or of what is divided, as C's fmod. */
const mod = defineOnnxOperator({
  attributes: { fmod: flag(false) },
  inputs: [2, 2],
  lower: (context) => {
    const [value, divisor] = [context.input(0), context.input(1)];
    const { fmod } = context.attributes;
    if (!fmod && isReal(value.dtype)) throw badOnnx('fmod is 0 for floats');
    return elementwise(context, fmod ? 'remainder' : 'mod', [value, divisor]);
  },
});

const where = defineOnnxOperator({
  attributes: {},
  inputs: [3, 3],
  lower: (context) => {
    const operands = [context.input(0), context.input(1), context.input(2)];
    const { inputs, order } = aligned(context, operands);
    return context.node('where', inputs, {}, order);
  },
});

/** Operators on several tensors that broadcast. */
export const arithmetic = {
  Add: binary('add'),
  And: binary('and'),
  Div: binary('div'),
  Equal: binary('equal'),
  Greater: binary('greater'),
  GreaterOrEqual: binary('greaterOrEqual'),
  Less: binary('less'),
  LessOrEqual: binary('lessOrEqual'),
  Max: variadic('max'),
  Mean: mean,
  Min: variadic('min'),
  Mod: mod,
  Mul: binary('mul'),
  Or: binary('or'),
  Pow: pow,
  Sub: binary('sub'),
  Sum: variadic('add'),
  Where: where,
  Xor: binary('xor'),
};
