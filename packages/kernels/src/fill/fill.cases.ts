import type { DType } from '../tensor/dtype.ts';
import type { Shape } from '../tensor/tensor.ts';
import type { Random } from '../testing/random.ts';

export interface FillCase {
  readonly name: string;
  readonly shape: Shape;
  readonly value: number;
  /** f32 and f16 in turn where it is left out. */
  readonly dtype?: DType;
  /** Whether to fold the workgroups into two rows. */
  readonly folded?: boolean;
}

export const fillCases: readonly FillCase[] = [
  ...[1, 2, 7, 63, 64, 65, 257].map((size) => row([size], -0.375)),
  row([], 1.5),
  row([3, 0], 1),
  row([2, 3, 5, 7], Infinity),
  { ...row([1500], 0.25), name: 'folded workgroups', folded: true },
  { ...row([5, 7], 2 ** 32 - 2), name: 'u32', dtype: 'u32' },
  { ...row([5, 7], -(2 ** 31)), name: 'i32', dtype: 'i32' },
  { ...row([5, 7], 1), name: 'bool', dtype: 'bool' },
  { ...row([5, 7], 201), name: 'u8', dtype: 'u8' },
];

export function drawFill(random: Random): FillCase {
  const shape = Array.from({ length: random.integer(0, 6) }, () => random.integer(1, 6));
  return row(shape, random.uniform(-2, 2));
}

function row(shape: Shape, value: number): FillCase {
  return { name: `${value} in [${shape}]`, shape, value };
}
