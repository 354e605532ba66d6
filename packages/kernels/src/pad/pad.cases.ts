import type { DType } from '../tensor/dtype.ts';
import type { Shape } from '../tensor/tensor.ts';
import type { Random } from '../testing/random.ts';
import type { PadAttributes } from './pad.ts';
import type { PadMode } from './runs.ts';

export interface PadCase extends PadAttributes {
  readonly name: string;
  readonly shape: Shape;
  readonly value: number;
  /** f32 and f16 in turn where it is left out. */
  readonly dtype?: DType;
  /** Whether to fold the workgroups into two rows. */
  readonly folded?: boolean;
  /** As large as networks have it: the benchmark times this row. */
  readonly timed?: true;
}

export const padCases: readonly PadCase[] = [
  row([], [], []),
  row([5], [0], [0]),
  row([5], [1], [0]),
  row([7], [0], [63]),
  row([64], [8], [8], -0.5),
  row([0, 3], [2, 0], [1, 1], 2),
  row([1, 7, 9, 3], [0, 1, 1, 0], [0, 1, 1, 0]),
  row([2, 7, 9, 8], [0, 2, 1, 0], [0, 0, 3, 0], 1.5),
  row([1, 5, 5, 64], [0, 0, 0, 0], [0, 0, 0, 64]),
  row([1, 2, 1, 2, 1, 2, 1, 3], [1, 0, 0, 0, 2, 0, 0, 1], [0, 0, 1, 0, 0, 0, 0, 0], 1 / 3),
  { ...row([1, 128, 128, 64], [0, 1, 1, 0], [0, 1, 1, 0]), timed: true },
  { ...row([300], [0], [2000], 7), name: 'folded workgroups', folded: true },
  row([9], [-2], [3]),
  row([3, 7, 5], [1, -1, 0], [0, -3, -5], 4),
  ...(['edge', 'reflect', 'wrap'] as const).flatMap((mode) => [
    around(mode, [7], [3], [4]),
    around(mode, [1], [2], [1]),
    around(mode, [3], [8], [7]),
    around(mode, [9], [-2], [5]),
    around(mode, [4, 6], [0, 2], [3, 0]),
    around(mode, [2, 5, 7, 8], [0, 2, 1, 0], [0, 1, 3, 0]),
    around(mode, [1, 3, 5, 4], [0, 1, -1, 2], [0, 2, 4, -1]),
    { ...around(mode, [5, 3], [1, 1], [1, 2]), dtype: 'u32' as const },
  ]),
  { ...row([3, 5], [1, 1], [1, 2], 2 ** 32 - 2), name: 'u32', dtype: 'u32' },
  { ...row([3, 5], [1, 1], [1, 2], -(2 ** 31)), name: 'i32', dtype: 'i32' },
  { ...row([3, 5], [1, 1], [1, 2], 200), name: 'u8', dtype: 'u8' },
];

export function drawPad(random: Random): PadCase {
  const shape = Array.from({ length: random.integer(1, 5) }, () => random.integer(1, 8));
  const amounts = () => shape.map(() => random.pick([0, 0, 1, 2, 4]));
  const mode = random.pick(['constant', 'edge', 'reflect', 'wrap'] as const);
  return { ...around(mode, shape, amounts(), amounts()), value: random.uniform(-2, 2) };
}

function around(
  mode: PadMode,
  shape: Shape,
  before: readonly number[],
  after: readonly number[],
): PadCase {
  const kase = row(shape, before, after);
  return { ...kase, name: `${mode}, ${kase.name}`, mode };
}

function row(
  shape: Shape,
  before: readonly number[],
  after: readonly number[],
  value = 0,
): PadCase {
  const name = `[${shape}], [${before}] before, [${after}] after`;
  return { name, shape, before, after, value };
}
