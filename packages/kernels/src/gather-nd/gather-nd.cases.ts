import type { DType } from '../tensor/dtype.ts';
import type { Shape } from '../tensor/tensor.ts';
import type { Random } from '../testing/random.ts';

export interface GatherNdCase {
  readonly name: string;
  readonly shape: Shape;
  readonly indices: Shape;
  readonly batchAxes: number;
  /** How far indices reach past both ends; not at all unless told. */
  readonly beyond?: number;
  /** f32 and f16 in turn where it is left out. */
  readonly dtype?: DType;
}

export const gatherNdCases: readonly GatherNdCase[] = [
  row([7], [1]),
  row([7], [65, 1]),
  row([5, 7], [63, 2]),
  row([5, 7], [3, 2, 1]),
  row([2, 3, 5, 7], [9, 3]),
  row([2, 3, 5, 7], [2, 4, 2], 1),
  row([2, 3, 5, 7], [2, 3, 1], 2),
  row([3, 2, 2, 2, 3, 2], [3, 2, 5, 4], 2),
  row([5, 3], [0, 1]),
  { ...row([5, 7], [65, 2]), name: 'past both ends', beyond: 3 },
  ...(['i32', 'u8', 'bool'] as const).map((dtype) => ({
    ...row([7, 5, 3], [9, 2]),
    name: dtype,
    dtype,
  })),
];

export function drawGatherNd(random: Random): GatherNdCase {
  const shape = Array.from({ length: random.integer(1, 6) }, () => random.integer(1, 5));
  const batchAxes = random.integer(0, shape.length - 1);
  const depth = random.integer(1, shape.length - batchAxes);
  const between = Array.from({ length: random.integer(0, 2) }, () => random.integer(1, 5));
  return row(shape, [...shape.slice(0, batchAxes), ...between, depth], batchAxes);
}

function row(shape: Shape, indices: Shape, batchAxes = 0): GatherNdCase {
  return { name: `[${indices}] of [${shape}], ${batchAxes} shared`, shape, indices, batchAxes };
}

/** Tuples of indices for a tensor of this shape. */
export function drawTuples(
  random: Random,
  shape: Shape,
  indices: Shape,
  batchAxes: number,
  beyond = 0,
): number[] {
  const depth = indices[indices.length - 1];
  const count = indices.reduce((product, size) => product * size, 1);
  return Array.from({ length: count }, (_, i) => {
    const size = shape[batchAxes + (i % depth)];
    return random.integer(-size - beyond, size - 1 + beyond);
  });
}
