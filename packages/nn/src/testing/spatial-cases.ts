import type { AllOperators } from '../operators/all.ts';
import { given, type OperatorCase, of } from './case-inputs.ts';

/** Operators on images, and the products and normalisations that go with them. */
type SpatialOperator = 'averagePool' | 'globalLpPool' | 'globalMaxPool' | 'lpPool' | 'maxPool';

const poolCases = [
  of<'maxPool'>([given(1, 8, 8, 4)], { kernel: [2, 2], strides: [2, 2] }),
  of<'maxPool'>([given(2, 7, 5, 3)], { kernel: [3, 2], strides: [2, 1], padding: 'same' }),
  of<'maxPool'>([given(1, 7, 9, 5)], { kernel: [3, 3], strides: [2, 2], padding: [1, 0, 0, 1] }),
  of<'maxPool'>([given(1, 7, 7, 6)], { kernel: [2, 2], strides: [2, 2], ceil: true }),
  of<'maxPool'>([given(1, 5, 5, 1)], { kernel: [3, 3], padding: 'same', countPadding: true }),
  of<'maxPool'>([given(1, 8, 6, 3)], { kernel: [2, 4], strides: [2, 3], padding: 'same-lower' }),
  of<'maxPool'>([given(1, 11, 9, 5)], { kernel: [3, 2], dilations: [2, 3], padding: [2, 0, 1, 3] }),
];

/** Cases of operators that look at neighbours. */
export const spatialCases: {
  readonly [Name in SpatialOperator & keyof AllOperators]: readonly OperatorCase<Name>[];
} = {
  averagePool: poolCases,
  globalLpPool: [of([given(2, 7, 5, 3)]), of([given(1, 1, 9, 8)], { p: 3 })],
  globalMaxPool: [of([given(2, 7, 5, 3)]), of([given(1, 1, 1, 8)]), of([given(1, 33, 35, 6)])],
  lpPool: [
    of([given(1, 8, 8, 4)], { kernel: [2, 2], strides: [2, 2] }),
    of([given(2, 7, 5, 3)], { kernel: [3, 2], p: 1, padding: 'same' }),
    of([given(1, 9, 7, 5)], { kernel: [3, 3], p: 3, dilations: [2, 1], padding: [1, 0, 0, 1] }),
  ],
  maxPool: poolCases,
};
