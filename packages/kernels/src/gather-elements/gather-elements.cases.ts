import type { DType } from '../tensor/dtype.ts';
import type { Shape } from '../tensor/tensor.ts';
import type { Random } from '../testing/random.ts';

export interface GatherElementsCase {
  readonly name: string;
  readonly shape: Shape;
  readonly indices: Shape;
  readonly axis: number;
  /** Indices are drawn from minus this on, and below it; the size of the axis unless told. */
  readonly below?: number;
  /** Whether indices are u32, and none of them negative. */
  readonly unsigned?: boolean;
  /** f32 and f16 in turn where it is left out. */
  readonly dtype?: DType;
}

export const gatherElementsCases: readonly GatherElementsCase[] = [
  row([7], [1], 0),
  row([7], [65], 0),
  row([5, 7], [5, 63], 1),
  row([5, 7], [3, 7], 0),
  row([2, 3, 5, 7], [2, 3, 4, 6], -2),
  row([2, 1, 3, 2, 3, 2], [2, 1, 3, 2, 5, 1], 4),
  row([5, 3], [0, 3], 0),
  { ...row([5, 7], [5, 9], 1), name: 'past both ends', below: 20 },
  { ...row([5, 7], [5, 9], 1), name: 'unsigned', unsigned: true },
  ...(['i32', 'u8', 'bool'] as const).map((dtype) => ({
    ...row([7, 5], [9, 5], 0),
    name: dtype,
    dtype,
  })),
];

export function drawGatherElements(random: Random): GatherElementsCase {
  const shape = Array.from({ length: random.integer(1, 6) }, () => random.integer(1, 5));
  const axis = random.integer(0, shape.length - 1);
  const indices = shape.map((size, i) =>
    i === axis ? random.integer(1, 9) : random.integer(1, size),
  );
  return row(shape, indices, axis - random.pick([0, shape.length]));
}

function row(shape: Shape, indices: Shape, axis: number): GatherElementsCase {
  return { name: `[${indices}] of [${shape}] along ${axis}`, shape, indices, axis };
}
