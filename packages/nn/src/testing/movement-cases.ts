import type { AllOperators } from '../operators/all.ts';
import {
  all,
  given,
  indices,
  type OperatorCase,
  of,
  positive,
  weight,
  whole,
} from './case-inputs.ts';

/** Operators that move elements, choose among them, or store them as whole numbers; or ask for shapes. */
type MovementOperator =
  | 'dequantize'
  | 'expand'
  | 'gather'
  | 'gatherElements'
  | 'gatherNd'
  | 'nonMaxSuppression'
  | 'quantize'
  | 'range'
  | 'scatterElements'
  | 'scatterNd'
  | 'shape'
  | 'size'
  | 'tile';

/** Cases of operators that compute little, but put elements elsewhere. */
export const movementCases: {
  readonly [Name in MovementOperator & keyof AllOperators]: readonly OperatorCase<Name>[];
} = {
  dequantize: [
    of([whole('given', 3, 5, 2), positive(5), whole('weight', 5)]),
    of([whole('given', 3, 5, 2), positive(2)], { axis: -1 }),
    of([whole('given', 7), positive()], { axis: 0 }),
    of([whole('weight', 7, 3), positive(7), whole('weight', 7)], { axis: 0 }),
  ],
  expand: [
    of([given(5, 1)], { shape: [3, 1, 7] }),
    of([given(2, 1, 3, 1, 5, 1)], { shape: [2, 3, 1, 2, 5, 4] }),
    of([given(), all(3, 2)]),
    of([whole('given', 1, 5), all(5, 2)]),
    of([weight(2, 1)], { shape: [2, 2, 7] }),
  ],
  gather: [
    of([given(5, 3), { ...indices('weight', 5, 7), dtype: 'u32', low: 0 }]),
    of([given(9), indices('given', 9, 3)]),
    of([given(4, 2, 3, 8), indices('given', 4, 5)]),
    of([given(4, 7, 3), indices('given', 7, 2, 3)], { axis: 1 }),
    of([given(4, 7, 3), indices('weight', 3)], { axis: -1 }),
    of([whole('weight', 6), indices('weight', 6, 2)]),
    of([weight(3, 5), indices('weight', 5, 4)], { axis: 1 }),
  ],
  gatherElements: [
    of([given(5, 7), indices('given', 7, 5, 3)], { axis: 1 }),
    of([given(5, 7, 2), indices('weight', 5, 9, 4, 2)], { axis: -3 }),
    of([weight(5, 7), indices('weight', 7, 3, 9)], { axis: 1 }),
  ],
  gatherNd: [
    of([given(5, 5, 3), indices('given', 5, 7, 2)]),
    of([given(2, 7, 3), indices('weight', 7, 2, 4, 1)], { batchAxes: 1 }),
    of([weight(2, 3, 3), indices('weight', 3, 2, 5, 2)], { batchAxes: 1 }),
  ],
  nonMaxSuppression: [
    of([given(2, 33, 4), given(2, 3, 33)], { limit: 9, iouThreshold: 0.25, scoreThreshold: 0.1 }),
    of([given(1, 7, 4), given(1, 1, 7)], { limit: 99, boxKind: 'centre' }),
    of([given(1, 7, 4), weight(1, 2, 7)], { limit: 0, scoreThreshold: 0 }),
  ],
  quantize: [
    of([given(3, 5, 2), positive(5), all(3, 5)], { low: -128, high: 127 }),
    of([given(7, 3), positive()], { low: 0, high: 1 }),
    of([weight(7, 3), positive(3), all(1, 3)], { axis: -1, low: 0, high: 255 }),
  ],
  range: [
    of([all(3), all(17), all(2)]),
    of([all(5), all(-7), all(-5)]),
    of([all(5), all(2), all(1)]),
  ],
  scatterElements: [
    of([given(5, 7), indices('given', 7, 5, 3), given(5, 3)], { axis: 1, reduction: 'add' }),
    of([given(5, 7, 2), indices('weight', 5, 1, 4, 2), weight(1, 4, 2)], { axis: 0 }),
    of([weight(5, 7), indices('weight', 7, 3, 9), weight(3, 9)], { axis: 1, reduction: 'max' }),
    of([given(5, 7), indices('given', 7, 5, 1), weight()], { axis: -1 }),
  ],
  scatterNd: [
    of([given(5, 5, 3), indices('given', 5, 7, 2), given(7, 3)], { reduction: 'mul' }),
    of([given(9, 3), indices('given', 9, 1, 1), weight(1, 3)]),
    of([whole('given', 7), indices('weight', 7, 5, 1), whole('weight', 5)], { reduction: 'min' }),
    of([weight(3, 3), indices('weight', 3, 5, 2), weight(5)], { reduction: 'add' }),
  ],
  shape: [
    of([given(2, 3, 5, 3)]),
    of([given(7)]),
    of([weight(2, 1)]),
    of([given(2, 3, 5)], { start: 1 }),
    of([given(2, 3, 5)], { start: -9, end: -1 }),
  ],
  size: [of([given(2, 3, 5, 3)]), of([given()]), of([weight(2, 0)])],
  tile: [
    of([given(3, 5)], { repeats: [2, 3] }),
    of([given(2, 1, 3, 2, 1, 2), all(2, 6)]),
    of([weight(3, 5)], { repeats: [2, 1] }),
    of([whole('given', 7)], { repeats: [3] }),
  ],
};
