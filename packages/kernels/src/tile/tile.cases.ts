import type { DType } from '../tensor/dtype.ts';
import type { Shape } from '../tensor/tensor.ts';
import type { Random } from '../testing/random.ts';

export interface TileCase {
  readonly name: string;
  readonly shape: Shape;
  readonly repeats: readonly number[];
  /** f32 and f16 in turn where it is left out. */
  readonly dtype?: DType;
}

export const tileCases: readonly TileCase[] = [
  row([], []),
  row([7], [1]),
  row([1], [257]),
  row([65], [3]),
  row([2, 4], [3, 1]),
  row([2, 8], [1, 4]),
  row([5, 7], [0, 2]),
  row([2, 3, 5, 7], [2, 1, 3, 1]),
  row([2, 1, 3, 1, 2, 1], [1, 2, 2, 3, 1, 2]),
  ...(['i32', 'bool', 'u8'] as const).map((dtype) => ({
    ...row([3, 5], [2, 3]),
    name: dtype,
    dtype,
  })),
];

export function drawTile(random: Random): TileCase {
  const shape = Array.from({ length: random.integer(1, 6) }, () => random.integer(1, 4));
  const dtype = random.pick([undefined, undefined, 'u8', 'u32'] as const);
  const repeats = shape.map(() => random.integer(1, 3));
  return { ...row(shape, repeats), ...(dtype && { dtype }) };
}

function row(shape: Shape, repeats: readonly number[]): TileCase {
  return { name: `[${shape}] × [${repeats}]`, shape, repeats };
}
