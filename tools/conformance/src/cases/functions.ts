import { type Case, input } from '../case.ts';

const image = (low: number, high: number) => input([2, 5, 7, 3], { low, high });
const whole = input([3, 5, 7], { type: 'int32', low: -9, high: 9 });
const special = [NaN, Infinity, -Infinity, 0, 1, -1, 2];

/** Functions of reals, and where their inputs lie. */
const ranges: Readonly<Record<string, readonly [low: number, high: number]>> = {
  Abs: [-8, 8],
  Acos: [-1, 1],
  Asin: [-1, 1],
  Atan: [-8, 8],
  Ceil: [-8, 8],
  Cos: [-30, 30],
  Cosh: [-4, 4],
  Erf: [-4, 4],
  Exp: [-8, 8],
  Floor: [-8, 8],
  Log: [0.01, 8],
  Neg: [-8, 8],
  Reciprocal: [0.1, 4],
  Round: [-8, 8],
  Sign: [-8, 8],
  Sin: [-30, 30],
  Sinh: [-4, 4],
  Sqrt: [0, 8],
  Tan: [-1.5, 1.5],
};

export const functionCases: readonly Case[] = [
  ...Object.entries(ranges).flatMap(([operator, range]): Case[] => [
    { operator, inputs: [image(...range)] },
    { operator, opsets: [13], inputs: [input([], { low: range[0], high: range[1] })] },
  ]),
  ...['Abs', 'Neg', 'Sign'].map((operator): Case => {
    return { operator, inputs: [whole], outputs: ['int32'] };
  }),
  { operator: 'Round', inputs: [input([6], { values: [-2.5, -1.5, -0.5, 0.5, 1.5, 2.5] })] },
  ...['Exp', 'Sqrt', 'Log', 'Neg'].map((operator): Case => {
    return { operator, inputs: [input([7], { values: special })] };
  }),
  { operator: 'Not', inputs: [input([3, 7], { type: 'bool' })], outputs: ['bool'] },
  {
    operator: 'IsNaN',
    opsets: [9, 13],
    inputs: [input([7], { values: special })],
    outputs: ['bool'],
  },
  ...[{}, { detect_negative: 0 }, { detect_positive: 0 }].map((attributes): Case => {
    const inputs = [input([7], { values: special })];
    return { operator: 'IsInf', attributes, inputs, outputs: ['bool'] };
  }),
];
