import type { DType } from '../tensor/dtype.ts';
import type { Shape } from '../tensor/tensor.ts';
import type { Random } from '../testing/random.ts';

export interface ArgReduceCase {
  readonly name: string;
  readonly op: 'max' | 'min';
  readonly shape: Shape;
  readonly axis: number;
  readonly last: boolean;
  /** f32 and f16 in turn where it is left out. */
  readonly dtype?: DType;
  /** Whether to fold the workgroups into two rows. */
  readonly folded?: boolean;
  /** Whether NaN and infinities are among the inputs. */
  readonly notFinite?: boolean;
}

export const argReduceCases: readonly ArgReduceCase[] = [
  ...(['max', 'min'] as const).flatMap((op) =>
    [false, true].flatMap((last) => [
      row(op, [3, 65, 5], 1, last),
      { ...row(op, [37, 9], 1, last), name: `${op} of NaN, last ${last}`, notFinite: true },
      { ...row(op, [5, 7], 0, last), name: `${op} of i32, last ${last}`, dtype: 'i32' as const },
    ]),
  ),
  row('max', [1], 0, false),
  row('max', [257], -1, false),
  row('min', [2, 1, 3, 1, 2, 5], 5, false),
  row('max', [0, 7], 1, false),
  { ...row('max', [333, 3], 1, false), name: 'folded workgroups', folded: true },
];

export function drawArgReduce(random: Random): ArgReduceCase {
  const shape = Array.from({ length: random.integer(1, 6) }, () => random.integer(1, 6));
  const op = random.pick(['max', 'min'] as const);
  return row(
    op,
    shape,
    random.integer(-shape.length, shape.length - 1),
    random.pick([true, false]),
  );
}

function row(op: 'max' | 'min', shape: Shape, axis: number, last: boolean): ArgReduceCase {
  return { name: `${op} [${shape}] along ${axis}, last ${last}`, op, shape, axis, last };
}
