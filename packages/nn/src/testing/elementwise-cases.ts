import type { AllOperators } from '../operators/all.ts';
import type { arithmetic } from '../operators/arithmetic.ts';
import type { comparisons } from '../operators/comparisons.ts';
import type { unaryOperators } from '../operators/unary.ts';
import { given, type OperatorCase, of, positive, truth, weight, whole } from './case-inputs.ts';

/** Operators that compute each element from one of each operand. */
export type ElementwiseOperator =
  | keyof typeof arithmetic
  | keyof typeof comparisons
  | keyof typeof unaryOperators
  | 'add'
  | 'cast'
  | 'div'
  | 'hardSwish'
  | 'leakyRelu'
  | 'mul'
  | 'prelu'
  | 'relu'
  | 'relu6'
  | 'sigmoid'
  | 'sub'
  | 'tanh'
  | 'where';

/** Shapes that aren't multiples of a vec4, a tile or a workgroup; scalars, and nothing. */
const anyShapes = [given(7), given(1), given(2, 3, 5, 3), given(1, 9, 7, 8), given(3, 65)];
const activations = anyShapes.map((x) => ({
  inputs: [{ ...x, low: -8, high: 8 }],
  attributes: [] as [],
}));

/** Numbers in a range: computed, and known before the run. */
const within = (low: number, high: number) => [
  of<'abs'>([{ ...given(2, 3, 5, 3), low, high }]),
  of<'abs'>([{ ...weight(7), low, high }]),
];
const signed = within(-3, 3);
const wholes = [of<'abs'>([whole('given', 3, 5)]), of<'abs'>([whole('weight', 5)])];

const broadcasts = (right: typeof given) => [
  of<'add'>([given(2, 3, 5, 7), right(2, 3, 5, 7)]),
  of<'add'>([given(2, 3, 5, 6), right(6)]),
  of<'add'>([given(2, 3, 5, 8), right(8)]),
  of<'add'>([given(3, 4), right()]),
  of<'add'>([given(1, 3, 1, 5), right(2, 1, 4, 1)]),
];
const sums = [
  ...broadcasts(given),
  ...broadcasts(weight),
  of<'add'>([weight(3), given(2, 3)]),
  of<'add'>([weight(3), weight(2, 3)]),
  of<'add'>([whole('given', 5), whole('weight', 2, 1)]),
  { ...of<'add'>([whole('weight', 5), whole('weight', 2, 1)]), needsFolding: true },
];
const ordered = [
  of<'less'>([given(2, 3, 5, 7), given(7)]),
  of<'less'>([{ ...whole('given', 7, 9), low: -2, high: 2 }, whole('weight')]),
  of<'less'>([weight(5), weight(3, 1)]),
];
const logic = [
  of<'and'>([truth('given', 5, 7), truth('given', 7)]),
  of<'and'>([truth('given', 3), truth('weight', 2, 1)]),
  of<'and'>([truth('weight', 3), truth('weight', 2, 1)]),
];

/** Cases of operators that compute each element from one of each operand. */
export const elementwiseCases: {
  readonly [Name in ElementwiseOperator & keyof AllOperators]: readonly OperatorCase<Name>[];
} = {
  abs: [...signed, ...wholes],
  acos: within(-1, 1),
  add: sums,
  and: logic,
  asin: within(-1, 1),
  atan: signed,
  cast: [
    of([given(2, 3, 5, 3)], { to: 'f32' }),
    of([whole('given', 7)], { to: 'i32' }),
    of([whole('given', 7)], { to: 'f32' }),
    of([{ ...given(1, 3, 5, 3), low: -3, high: 3 }], { to: 'i32' }),
    of([{ ...given(9), low: 0, high: 255 }], { to: 'u8' }),
    of([truth('given', 5, 3)], { to: 'f32' }),
    { ...of<'cast'>([whole('weight', 7)], { to: 'f32' }), needsFolding: true },
    { ...of<'cast'>([{ ...weight(9), low: -3, high: 3 }], { to: 'i32' }), needsFolding: true },
    { ...of<'cast'>([weight(4, 2)], { to: 'bool' }), needsFolding: true },
  ],
  ceil: signed,
  celu: [...signed, of([given(9)], { alpha: 0.5 })],
  clip: [
    of([given(2, 3, 5, 3)]),
    of([given(9)], { low: -0.5 }),
    of([given(9)], { low: -0.25, high: 0.5 }),
    of([weight(9)], { high: 0.25 }),
  ],
  cos: signed,
  cosh: signed,
  div: [
    of([given(2, 3, 5, 7), positive(2, 3, 5, 7)]),
    of([given(2, 5, 6), positive(6)]),
    of([given(3), positive()]),
    of([weight(4), { ...positive(3, 4), kind: 'given' }]),
  ],
  elu: [...signed, of([given(9)], { alpha: 0.5 })],
  equal: [...ordered, ...logic],
  erf: signed,
  exp: signed,
  floor: signed,
  gelu: [...signed, of([given(2, 3, 5, 3)], { approximation: 'tanh' })],
  greater: ordered,
  greaterOrEqual: ordered,
  hardSigmoid: [...signed, of([given(9)], { alpha: 0.5, beta: 0.25 })],
  hardSwish: activations,
  isInf: [of([given(2, 3, 5, 3)]), of([weight(7)], { negative: false })],
  isNan: signed,
  leakyRelu: [
    ...anyShapes.map((x) => of<'leakyRelu'>([x])),
    of([given(2, 3, 5, 3)], { slope: 0.25 }),
    of([given(9)], { slope: -2 }),
  ],
  less: ordered,
  lessOrEqual: ordered,
  log: within(0.5, 4),
  max: sums,
  min: sums,
  mish: signed,
  mod: [
    of([whole('given', 5, 7), { ...whole('weight', 7), low: 1, high: 9 }]),
    of([whole('weight', 5), { ...whole('weight', 5), low: -9, high: -1 }]),
  ],
  mul: sums,
  neg: [...signed, ...wholes],
  not: [of([truth('given', 2, 3, 5, 3)]), of([truth('weight', 7)])],
  or: logic,
  pow: [
    of([positive(2, 3, 5, 7), given(7)]),
    of([given(9), weightOf(2)]),
    of([{ ...given(9), low: 0.5, high: 2 }, weightOf(-1.5)]),
    of([
      { ...whole('given', 9), low: -9, high: 9 },
      { ...whole('weight'), low: 2, high: 3 },
    ]),
  ],
  prelu: [
    of([given(2, 3, 5, 7), weight(7)]),
    of([given(2, 3, 5, 8), weight(1)]),
    of([given(3, 5), given(3, 5)]),
  ],
  reciprocal: within(0.5, 4),
  relu: activations,
  relu6: activations,
  remainder: [
    of([given(5, 7), positive(7)]),
    of([whole('given', 5, 7), { ...whole('weight', 7), low: 1, high: 9 }]),
  ],
  round: signed,
  selu: [...signed, of([given(9)], { alpha: 0.5, gamma: 2 })],
  sigmoid: activations,
  sign: [...signed, ...wholes],
  sin: signed,
  sinh: signed,
  softplus: signed,
  softsign: signed,
  sqrt: within(0.5, 4),
  sub: sums,
  tan: within(-1, 1),
  tanh: activations,
  thresholdedRelu: [...signed, of([given(9)], { alpha: 0.5 })],
  where: [
    of([truth('given', 2, 3, 5, 7), given(7), given(3, 1, 1)]),
    of([truth('given', 5), weight(2, 1), weight()]),
    of([truth('given', 5, 1), whole('given', 7), whole('weight', 5, 7)]),
    of([truth('weight', 5), weight(2, 1), weight()]),
  ],
  xor: logic,
};

/** A weight of this one number. */
function weightOf(value: number) {
  return { ...weight(), low: value, high: value };
}
