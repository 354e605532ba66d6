import type { DType } from '../tensor/dtype.ts';
import type { Layout, Shape } from '../tensor/tensor.ts';
import type { Random } from '../testing/random.ts';

export interface TransposeCase {
  readonly name: string;
  readonly shape: Shape;
  readonly permutation: readonly number[];
  /** Of the output; dense where it is left out. */
  readonly layout?: Layout;
  /** f32 and f16 in turn where it is left out. */
  readonly dtype?: DType;
  /** As large as networks have it: the benchmark times this row. */
  readonly timed?: true;
}

export const transposeCases: readonly TransposeCase[] = [
  row([], []),
  row([7], [0]),
  row([1, 65], [1, 0]),
  row([63, 7], [1, 0]),
  row([5, 64], [0, 1]),
  row([0, 7], [1, 0]),
  row([2, 3, 5, 7], [0, 2, 3, 1]),
  row([2, 5, 7, 3], [0, 3, 1, 2]),
  row([2, 8, 5, 7], [0, 2, 3, 1]),
  ...[1, 2, 3, 4, 7, 65].map((channels) => image([2, channels, 5, 13], [0, 2, 3, 1])),
  image([0, 3, 5, 7], [0, 2, 3, 1]),
  image([2, 5, 7, 3], [0, 3, 1, 2]),
  image([2, 5, 7, 6], [1, 0, 2, 3]),
  { ...image([1, 3, 5, 7], [0, 2, 3, 1]), name: 'i32 in nhwc4', dtype: 'i32' },
  { ...image([1, 3, 320, 320], [0, 2, 3, 1]), timed: true },
  row([2, 5, 7, 8], [1, 0, 2, 3]),
  row([2, 5, 7, 6], [2, 1, 0, 3]),
  row([2, 3, 1, 2, 3, 2, 2, 3], [7, 3, 5, 1, 6, 2, 4, 0]),
  { ...row([1, 128, 128, 64], [0, 3, 1, 2]), timed: true },
  { ...row([5, 7], [1, 0]), name: 'u32', dtype: 'u32' },
  { ...row([5, 7, 4], [1, 0, 2]), name: 'i32', dtype: 'i32' },
  { ...row([5, 7, 4], [2, 0, 1]), name: 'u8', dtype: 'u8' },
  { ...row([3, 5, 8], [1, 0, 2]), name: 'u8 in whole words', dtype: 'u8' },
  { ...row([5, 7], [1, 0]), name: 'bool', dtype: 'bool' },
];

export function drawTranspose(random: Random): TransposeCase {
  const shape = Array.from({ length: random.integer(1, 6) }, () => random.integer(1, 7));
  const keys = shape.map(() => random.uniform());
  const permutation = shape.map((_, i) => i);
  permutation.sort((a, b) => keys[a] - keys[b]);
  return row(shape, permutation);
}

function image(shape: Shape, permutation: readonly number[]): TransposeCase {
  const { name, ...rest } = row(shape, permutation);
  return { ...rest, name: `${name}, nhwc4`, layout: 'nhwc4' };
}

function row(shape: Shape, permutation: readonly number[]): TransposeCase {
  return { name: `[${shape}] by [${permutation}]`, shape, permutation };
}
