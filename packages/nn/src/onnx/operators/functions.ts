import { flag } from '../attributes.ts';
import { defineOnnxOperator } from '../operator.ts';
import { pointwise } from './elementwise.ts';

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
  Abs: pointwise('abs'),
  Acos: pointwise('acos'),
  Asin: pointwise('asin'),
  Atan: pointwise('atan'),
  Ceil: pointwise('ceil'),
  Cos: pointwise('cos'),
  Cosh: pointwise('cosh'),
  Erf: pointwise('erf'),
  Exp: pointwise('exp'),
  Floor: pointwise('floor'),
  IsInf: isInf,
  IsNaN: pointwise('isNan'),
  Log: pointwise('log'),
  Neg: pointwise('neg'),
  Not: pointwise('not'),
  Reciprocal: pointwise('reciprocal'),
  Round: pointwise('round'),
  Sign: pointwise('sign'),
  Sin: pointwise('sin'),
  Sinh: pointwise('sinh'),
  Sqrt: pointwise('sqrt'),
  Tan: pointwise('tan'),
};
