import type { AllOperators } from '../operators/all.ts';
import {
  absent,
  all,
  given,
  type OperatorCase,
  of,
  positive,
  weight,
  whole,
} from './case-inputs.ts';
import { elementwiseCases } from './elementwise-cases.ts';
import { movementCases } from './movement-cases.ts';
import { reductionCases } from './reduction-cases.ts';
import { spatialCases } from './spatial-cases.ts';

/**
 * Small graphs of one operator each, for every operator there is: the compiler asks for a row where one
 * is missing, and a test for a case in it.
 */
export const operatorCases: {
  readonly [Name in keyof AllOperators]: readonly OperatorCase<Name>[];
} = {
  ...movementCases,
  ...elementwiseCases,
  ...reductionCases,
  ...spatialCases,
  batchNorm: [
    of([given(2, 3, 5, 7), weight(7), weight(7), weight(7), positive(7)], { epsilon: 1e-3 }),
    of([given(1, 4, 4, 8), absent, absent, weight(8), positive(8)]),
    of([given(1, 1, 1, 1), weight(1), absent, weight(1), positive(1)]),
  ],
  concat: [
    of([whole('given', 5), whole('weight', 2)], { axis: 0 }),
    of([weight(2, 3), weight(2, 1)], { axis: 1 }),
    of([given(2, 3), given(2, 5), given(2, 1)], { axis: 1 }),
    of([given(2, 3), given(4, 3)], { axis: -2 }),
    of([given(1, 3, 5, 3), given(1, 3, 5, 6), weight(1, 3, 5, 2)], { axis: 3 }),
    of([given(1, 3, 5, 4), given(1, 3, 5, 8)], { axis: -1 }),
    of([given(7)], { axis: 0 }),
  ],
  conv2d: [
    of([given(1, 7, 5, 3), weight(3, 3, 3, 5)]),
    of([given(2, 8, 8, 4), weight(1, 1, 4, 8), weight(8)]),
    of([given(1, 9, 7, 3), weight(3, 3, 3, 6), weight(6)], { strides: [2, 2], padding: 'same' }),
    of([given(1, 8, 9, 5), weight(2, 3, 5, 7)], { strides: [1, 3], padding: [1, 0, 2, 1] }),
    of([given(1, 9, 9, 4), weight(3, 3, 4, 4)], { dilations: [2, 3], padding: 'same' }),
    of([given(1, 7, 7, 6), weight(3, 3, 1, 6), weight(6)], { groups: 6, padding: 'same' }),
    of([given(1, 5, 5, 8), weight(3, 3, 2, 12)], { groups: 4, padding: 'valid' }),
    of([given(2, 6, 5, 3), weight(3, 3, 3, 3), absent, given(2, 6, 5, 3)], { padding: 'same' }),
    of([given(1, 17, 16, 16), weight(1, 1, 16, 33), weight(33), given(1, 17, 16, 33)]),
    of([given(1, 5, 6, 3), weight(3, 3, 3, 7), weight(7), given(1, 3, 4, 7), weight(7)]),
    of([given(1, 5, 6, 4), weight(3, 3, 1, 4), absent, absent, weight(4)], { groups: 4 }),
  ],
  gemm: [
    of([given(1, 7), weight(7, 5)]),
    of([given(3, 64), weight(64, 65), weight(65)]),
    of([given(65, 16), weight(16, 4), weight(4)]),
    of([given(1, 1), weight(1, 1), weight(1)]),
  ],
  globalAveragePool: [of([given(2, 7, 5, 3)]), of([given(1, 1, 1, 8)]), of([given(1, 3, 9, 65)])],
  pad: [
    of([given(3, 5)], { before: [1, 0], after: [0, 2] }),
    of([given(1, 3, 5, 3)], { before: [0, 1, 2, 0], after: [0, 0, 1, 2], value: -1.5 }),
    of([given(1, 3, 3, 4)], { before: [0, 0, 0, 0], after: [0, 0, 0, 4], value: 0 }),
    of([given(2)], { before: [0], after: [0] }),
    of([given(2, 5, 7, 3)], { before: [0, 2, -1, 0], after: [0, 1, 3, 0], mode: 'reflect' }),
    of([given(4, 6)], { before: [1, 2], after: [0, 3], mode: 'edge' }),
    of([given(3, 5)], { before: [-1, 4], after: [2, -2], mode: 'wrap' }),
  ],
  reshape: [
    of([given(2, 3, 4)], { shape: [0, -1, 2] }),
    of([given(2, 3, 5, 3)], { shape: [-1] }),
    of([given(2, 1, 1, 7)], { shape: [0, -1] }),
    of([given(1)], { shape: [] }),
    of([given(6)], { shape: [1, 2, 1, 3] }),
    of([given(3, 0)], { shape: [0, 5], allowZero: true }),
    of([weight(2, 3)], { shape: [3, 2] }),
  ],
  slice: [
    of([given(5, 7)], { starts: [1, 0], ends: [5, 2] }),
    of([given(9)], { starts: [1], ends: [99], steps: [3] }),
    of([given(7, 5)], { starts: [-1, 3], ends: [-99, 1], steps: [-2, -1] }),
    of([given(2, 4, 5, 3)], { starts: [2, 1], ends: [5, -1], axes: [-2, 1], steps: [1, 2] }),
    of([given(1, 3, 3, 8)], { starts: [4], ends: [8], axes: [3] }),
    of([given(5, 7)], { starts: [3], ends: [3] }),
    of([given(3, 5), all(1, 2), all(-1, 2)]),
    of([weight(7, 5), all(-2, 1), all(0, 1), all(1, 1), all(-1, 1)]),
  ],
  split: [
    of([given(2, 7)], { axis: 1, sizes: [3, 4] }),
    of([given(6, 5)], { axis: -2, sizes: [1, 2, 3] }),
    of([given(1, 3, 5, 7)], { axis: 3, sizes: [4, 3] }),
    of([given(1, 4, 3, 8)], { axis: 1, sizes: [4] }),
  ],
  transpose: [
    of([given(2, 5)], { permutation: [1, 0] }),
    of([given(2, 3, 4)], { permutation: [0, 2, 1] }),
    of([given(2, 3, 5, 3)], { permutation: [0, 3, 1, 2] }),
    of([given(1, 4, 3, 8)], { permutation: [3, 2, 1, 0] }),
  ],
};
