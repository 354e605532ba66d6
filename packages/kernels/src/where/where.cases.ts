import type { DType } from '../tensor/dtype.ts';
import type { Shape } from '../tensor/tensor.ts';
import type { Random } from '../testing/random.ts';

export interface WhereCase {
  readonly name: string;
  readonly condition: Shape;
  readonly a: Shape;
  readonly b: Shape;
  /** f32 and f16 in turn where it is left out. */
  readonly dtype?: DType;
  /** Whether to fold the workgroups into two rows. */
  readonly folded?: boolean;
}

export const whereCases: readonly WhereCase[] = [
  row([], [], []),
  row([1], [257], []),
  row([65], [65], [65]),
  row([3, 5, 7], [7], [5, 1]),
  row([5, 1], [3, 1, 7], [1]),
  row([2, 1, 3, 1, 2, 1], [5, 1, 2, 1, 3], [2, 5, 3, 2, 2, 3]),
  row([0, 7], [7], []),
  ...(['i32', 'u32', 'bool'] as const).map((dtype) => ({
    ...row([3, 7], [7], [3, 1]),
    name: dtype,
    dtype,
  })),
  { ...row([33, 17], [17], [33, 1]), name: 'folded workgroups', folded: true },
];

/** A shape of which each operand keeps some axes. */
export function drawWhere(random: Random): WhereCase {
  const shape = Array.from({ length: random.integer(1, 6) }, () => random.integer(1, 6));
  const some = () => {
    return shape.map((size) => random.pick([size, size, 1])).slice(random.integer(0, shape.length));
  };
  return row(shape, some(), some());
}

function row(condition: Shape, a: Shape, b: Shape): WhereCase {
  return { name: `[${condition}] ? [${a}] : [${b}]`, condition, a, b };
}
