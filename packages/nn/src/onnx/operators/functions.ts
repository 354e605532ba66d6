import { flag } from '../attributes.ts';
import { defineOnnxOperator } from '../operator.ts';

type Plain =
  | 'abs'
  | 'acos'
  | 'asin'
  | 'atan'
  | 'ceil'
  | 'cos'
  | 'cosh'
  | 'erf'
  | 'exp'
  | 'floor'
  | 'isNan'
  | 'log'
  | 'neg'
  | 'not'
  | 'reciprocal'
  | 'round'
  | 'sign'
  | 'sin'
  | 'sinh'
  | 'sqrt'
  | 'tan';

/* @__NO_SIDE_EFFECTS__ */
function plain(operator: Plain) {
  return defineOnnxOperator({
    attributes: {},
    inputs: [1, 1],
    lower: (context) => {
      const { name, order } = context.input(0);
      return context.node(operator, [name], {}, order);
    },
  });
}

const isInf = defineOnnxOperator({
  attributes: { detect_negative: flag(true), detect_positive: flag(true) },
  inputs: [1, 1],
  lower: (context) => {
    const { name, order } = context.input(0);
    const { detect_negative: negative, detect_positive: positive } = context.attributes;
    return context.node('isInf', [name], { negative, positive }, order);
  },
});

/** Functions of each element. */
export const functions = {
  Abs: plain('abs'),
  Acos: plain('acos'),
  Asin: plain('asin'),
  Atan: plain('atan'),
  Ceil: plain('ceil'),
  Cos: plain('cos'),
  Cosh: plain('cosh'),
  Erf: plain('erf'),
  Exp: plain('exp'),
  Floor: plain('floor'),
  IsInf: isInf,
  IsNaN: plain('isNan'),
  Log: plain('log'),
  Neg: plain('neg'),
  Not: plain('not'),
  Reciprocal: plain('reciprocal'),
  Round: plain('round'),
  Sign: plain('sign'),
  Sin: plain('sin'),
  Sinh: plain('sinh'),
  Sqrt: plain('sqrt'),
  Tan: plain('tan'),
};
