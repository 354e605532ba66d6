import type { Shape } from '../tensor/tensor.ts';
import type { Random } from '../testing/random.ts';

export interface BatchNormGradientCase {
  readonly name: string;
  readonly shape: Shape;
  readonly scale?: boolean;
  /** Whether the gradients of scale and offset are wanted; yes where it is left out. */
  readonly affine?: boolean;
  readonly epsilon?: number;
  readonly folded?: boolean;
  /** Whether NaN and infinities are among the inputs. */
  readonly notFinite?: boolean;
}

export const batchNormGradientCases: readonly BatchNormGradientCase[] = [
  ...[1, 2, 3, 5, 7, 63, 64, 65].map((channels) => row([2, 5, 7, channels])),
  { ...row([3, 7, 5, 6]), name: 'no scale', scale: false },
  { ...row([3, 7, 5, 6]), name: 'the input alone', affine: false },
  // Large, so that the result shows it.
  { ...row([3, 7, 5, 6]), name: 'epsilon 0.5', epsilon: 0.5 },
  row([257, 1, 1, 5]),
  row([1, 63, 65, 3]),
  row([7, 31, 29, 6]),
  row([0, 5, 7, 6]),
  { ...row([5, 9, 11, 65]), name: 'folded workgroups', folded: true },
  { ...row([3, 7, 5, 6]), name: 'NaN and infinities', notFinite: true },
];

export function drawBatchNormGradient(random: Random): BatchNormGradientCase {
  const shape = [
    random.integer(2, 7),
    random.integer(1, 20),
    random.integer(1, 20),
    random.integer(1, 40),
  ];
  return { ...row(shape), scale: random.pick([true, false]), epsilon: random.uniform(1e-4, 0.1) };
}

function row(shape: Shape): BatchNormGradientCase {
  return { name: `[${shape}]`, shape, scale: true };
}
