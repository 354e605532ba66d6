import type { DType } from '../tensor/dtype.ts';
import type { Shape } from '../tensor/tensor.ts';
import type { Random } from '../testing/random.ts';
import type { ReduceName } from './reduce.ts';

export interface ReduceCase {
  readonly name: string;
  readonly op: ReduceName;
  readonly shape: Shape;
  readonly axes: readonly number[];
  /** f32 and f16 in turn where it is left out. */
  readonly dtype?: DType;
  /** Inputs are drawn from [low, high). */
  readonly low?: number;
  readonly high?: number;
  /** Whether to fold the workgroups into two rows. */
  readonly folded?: boolean;
  /** Whether NaN and infinities are among the inputs. */
  readonly notFinite?: boolean;
}

const all: readonly ReduceName[] = [
  'l1',
  'l2',
  'logSum',
  'logSumExp',
  'max',
  'mean',
  'min',
  'prod',
  'sum',
  'sumSquare',
];
const whole: readonly ReduceName[] = ['l1', 'max', 'min', 'prod', 'sum', 'sumSquare'];

export const reduceCases: readonly ReduceCase[] = [
  ...all.map((op) => row(op, [3, 5, 7], [1])),
  ...all.map((op) => ({
    ...row(op, [23, 9], [1]),
    name: `${op} of NaN and infinities`,
    notFinite: true,
  })),
  ...whole.map((op) => ({
    ...row(op, [3, 5, 2], [0, 2]),
    name: `${op} of i32`,
    dtype: 'i32' as const,
  })),
  { ...row('max', [3, 5], [0]), name: 'max of u32', dtype: 'u32' },
  row('sum', [], []),
  row('sum', [7], []),
  row('sum', [257], [0]),
  row('mean', [2, 3, 4, 5], [0, 2]),
  row('mean', [2, 3, 4, 5], [1, 3]),
  row('mean', [2, 7, 5, 6], [1, 2]),
  row('max', [2, 3, 2, 3, 2, 3], [1, 3, 5]),
  row('sum', [2, 1, 3, 1, 5], [1, -1]),
  ...[1, 2, 63, 64, 65, 127, 128, 129].map((size) => row('sum', [3, size], [1])),
  row('sum', [65, 3], [0]),
  row('sum', [0, 7], [0]),
  // Long columns, which are cut into parts where their length has a divisor.
  row('sum', [3, 17, 20, 5], [0, 1, 2]),
  row('sum', [257, 6], [0]),
  row('mean', [3, 17, 20, 5], [0, 1, 2]),
  { ...row('max', [289, 4], [0]), name: 'max of columns, NaN and infinities', notFinite: true },
  { ...row('min', [300, 7], [0]), name: 'min of columns of i32', dtype: 'i32' },
  row('prod', [7, 0], [1]),
  row('max', [7, 0], [1]),
  row('sum', [0, 7], [1]),
  row('mean', [3, 4099], [1]),
  { ...row('logSumExp', [5, 65], [1]), name: 'powers that would overflow', low: -900, high: 900 },
  { ...row('sum', [333, 3], [1]), name: 'folded workgroups', folded: true },
];

/** A shape of which some axes are reduced. */
export function drawReduce(random: Random): ReduceCase {
  const shape = Array.from({ length: random.integer(1, 6) }, () => random.integer(1, 6));
  const axes = shape.flatMap((_, axis) => (random.pick([true, false]) ? [axis] : []));
  return row(random.pick(['sum', 'max', 'l2']), shape, axes);
}

function row(op: ReduceName, shape: Shape, axes: readonly number[]): ReduceCase {
  const range = op === 'logSum' || op === 'prod' ? { low: 0.5, high: 1.5 } : {};
  return { name: `${op} [${shape}] over [${axes}]`, op, shape, axes, ...range };
}
