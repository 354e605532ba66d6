import type { AllOperators } from '../operators/all.ts';
import type { reductions } from '../operators/reduce.ts';
import { given, type OperatorCase, of, positive, weight, whole } from './case-inputs.ts';

/** Operators that bring what lies along axes together. */
export type ReductionOperator =
  | keyof typeof reductions
  | 'argMax'
  | 'argMin'
  | 'cumSum'
  | 'logSoftmax'
  | 'softmax'
  | 'topK';

const positives = [
  of<'reduceSum'>([{ ...positive(2, 3, 5, 3), kind: 'given' }], { axes: [1, 2] }),
  of<'reduceSum'>([{ ...positive(3, 7), kind: 'given' }], { axes: [-1], keepDims: false }),
  of<'reduceSum'>([{ ...positive(9), kind: 'given' }]),
  of<'reduceSum'>([positive(2, 3, 4)], { axes: [0, 2] }),
];
const signed = [
  ...positives,
  of<'reduceSum'>([given(2, 300)], { axes: [1] }),
  of<'reduceSum'>([weight(3, 5)], { axes: [0], keepDims: false }),
];
const wholes = [
  ...signed,
  of<'reduceSum'>([{ ...whole('given', 3, 5), low: -3, high: 3 }], { axes: [0] }),
  of<'reduceSum'>([{ ...whole('weight', 3, 5), low: -3, high: 3 }], { axes: [1] }),
];
const argCases = [
  of<'argMax'>([given(2, 3, 5, 3)]),
  of<'argMax'>([given(7, 9)], { axis: 1, keepDims: false }),
  of<'argMax'>([{ ...whole('given', 5, 9), low: -2, high: 2 }], { axis: -1, last: true }),
];
const softmaxCases = [
  of<'softmax'>([given(3, 7)]),
  of<'softmax'>([given(5, 3)], { axis: 0 }),
  of<'softmax'>([given(2, 3, 5, 7)], { axis: -2 }),
  of<'softmax'>([{ ...given(1, 257), low: -60, high: 60 }], { axis: 1 }),
];

/** Cases of operators that bring what lies along axes together. */
export const reductionCases: {
  readonly [Name in ReductionOperator & keyof AllOperators]: readonly OperatorCase<Name>[];
} = {
  argMax: argCases,
  argMin: argCases,
  cumSum: [
    of([given(3, 7)], { axis: 1 }),
    of([given(2, 5, 3)], { axis: 1, exclusive: true }),
    of([whole('given', 5, 3)], { axis: -2, reverse: true }),
  ],
  logSoftmax: softmaxCases,
  reduceL1: wholes,
  reduceL2: signed,
  reduceLogSum: positives,
  reduceLogSumExp: signed,
  reduceMax: wholes,
  reduceMean: signed,
  reduceMin: wholes,
  reduceProd: positives,
  reduceSum: wholes,
  reduceSumSquare: wholes,
  softmax: softmaxCases,
  topK: [
    of([given(3, 9)], { k: 4 }),
    of([given(7, 5)], { k: 7, axis: 0, largest: false }),
    of([given(2, 17, 3)], { k: 1, axis: -2 }),
  ],
};
