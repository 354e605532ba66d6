import type { AllOperators } from '../operators/all.ts';
import { absent, given, type OperatorCase, of, weight } from './case-inputs.ts';

/** Operators on images, and the products and normalisations that go with them. */
type SpatialOperator =
  | 'averagePool'
  | 'convTranspose2d'
  | 'depthToSpace'
  | 'globalLpPool'
  | 'globalMaxPool'
  | 'gridSample'
  | 'groupNorm'
  | 'instanceNorm'
  | 'layerNorm'
  | 'lpPool'
  | 'lrn'
  | 'matmul'
  | 'maxPool'
  | 'resize'
  | 'spaceToDepth';

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
  convTranspose2d: [
    of([given(1, 5, 7, 3), weight(3, 3, 3, 5)], { strides: [2, 2] }),
    of([given(2, 4, 4, 8), weight(2, 2, 8, 4), weight(4)], { strides: [2, 2] }),
    of([given(1, 5, 4, 6), weight(4, 3, 2, 9), weight(9)], {
      strides: [3, 2],
      dilations: [1, 2],
      padding: [1, 0, 2, 1],
      outputPadding: [1, 0],
      groups: 3,
    }),
    of([given(1, 5, 4, 3), weight(3, 3, 3, 6)], { strides: [2, 2], padding: 'same' }),
    of([given(1, 5, 4, 3), weight(4, 4, 3, 6)], { strides: [3, 3], padding: 'same-lower' }),
    of([given(1, 5, 4, 3), weight(3, 3, 3, 6)], { strides: [2, 2], size: [10, 8] }),
    of([given(1, 3, 4, 3), weight(3, 2, 3, 2), absent], { size: [9, 3], padding: 'same-lower' }),
  ],
  depthToSpace: [
    of([given(2, 3, 5, 12)], { block: 2 }),
    of([given(1, 2, 3, 27)], { block: 3, order: 'channel-first' }),
    of([given(1, 4, 3, 16)], { block: 2, order: 'channel-first' }),
  ],
  globalLpPool: [of([given(2, 7, 5, 3)]), of([given(1, 1, 9, 8)], { p: 3 })],
  globalMaxPool: [of([given(2, 7, 5, 3)]), of([given(1, 1, 1, 8)]), of([given(1, 33, 35, 6)])],
  gridSample: [
    of([given(2, 5, 7, 3), given(2, 4, 3, 2)]),
    of([given(1, 5, 7, 6), weight(1, 4, 3, 2)], {
      interpolation: 'bicubic',
      padding: 'reflection',
      alignCorners: true,
    }),
  ],
  groupNorm: [
    of([given(2, 5, 7, 6), weight(6), weight(6)], { groups: 3 }),
    of([given(1, 3, 4, 8)], { groups: 1, epsilon: 0.1 }),
  ],
  instanceNorm: [
    of([given(2, 5, 7, 3), weight(3), weight(3)]),
    of([given(1, 9, 11, 8), weight(8)], { epsilon: 0.1 }),
  ],
  layerNorm: [
    of([given(3, 7), weight(7), weight(7)]),
    of([given(2, 3, 5, 4), weight(3, 5, 4)], { axis: 1, epsilon: 0.1 }),
    of([given(2, 3, 65)], { axis: -1 }),
  ],
  lpPool: [
    of([given(1, 8, 8, 4)], { kernel: [2, 2], strides: [2, 2] }),
    of([given(2, 7, 5, 3)], { kernel: [3, 2], p: 1, padding: 'same' }),
    of([given(1, 9, 7, 5)], { kernel: [3, 3], p: 3, dilations: [2, 1], padding: [1, 0, 0, 1] }),
  ],
  lrn: [
    of([given(2, 3, 5, 7)], { size: 5, alpha: 0.5, bias: 2 }),
    of([given(1, 3, 2, 8)], { size: 2, alpha: 0.1, beta: 0.5 }),
  ],
  matmul: [
    of([given(3, 5), given(5, 7)]),
    of([given(2, 3, 4, 5), given(3, 5, 6)]),
    of([given(2, 3, 5), weight(5, 4)]),
    of([given(5), given(5)]),
    of([given(5), given(3, 5, 2)]),
    of([given(4, 3, 5), given(5)]),
  ],
  maxPool: poolCases,
  resize: [
    of([given(1, 3, 5, 3)], { size: [6, 7], interpolation: 'bilinear', coordinates: 'half-pixel' }),
    of([given(2, 7, 6, 4)], {
      size: [3, 3],
      interpolation: 'bilinear',
      coordinates: 'align-corners',
    }),
    of([given(1, 4, 4, 5)], { size: [9, 2], interpolation: 'bilinear', coordinates: 'asymmetric' }),
    of([given(1, 5, 3, 6)], { size: [7, 7], interpolation: 'nearest', coordinates: 'half-pixel' }),
    of([given(1, 4, 4, 3)], { size: [8, 8], interpolation: 'nearest', coordinates: 'asymmetric' }),
    of([given(1, 5, 6, 3)], {
      scales: [1.5, 0.75],
      interpolation: 'bicubic',
      coordinates: 'half-pixel',
      slope: -0.5,
      excludeOutside: true,
    }),
    of([given(1, 5, 6, 3)], {
      size: [4, 9],
      interpolation: 'bilinear',
      coordinates: 'crop',
      region: [0.25, -0.2, 0.75, 1.1],
      extrapolation: 3,
    }),
    of([given(1, 6, 4, 3)], {
      size: [9, 8],
      fit: 'not-larger',
      interpolation: 'nearest',
      coordinates: 'half-pixel',
      rounding: 'floor',
    }),
    of([given(1, 6, 4, 3)], {
      size: [3, 3],
      fit: 'not-smaller',
      interpolation: 'bilinear',
      coordinates: 'pytorch-half-pixel',
      antialias: true,
    }),
  ],
  spaceToDepth: [of([given(2, 6, 4, 3)], { block: 2 }), of([given(1, 3, 6, 4)], { block: 3 })],
};
