import type { Shape } from '../tensor/tensor.ts';
import type { Random } from '../testing/random.ts';

export interface SoftmaxCase {
  readonly name: string;
  readonly shape: Shape;
  readonly axis: number;
  readonly logarithm?: true;
  /** Inputs lie between this and its negative; 12 where it is left out. */
  readonly range?: number;
  /** Whether to fold the workgroups into two rows. */
  readonly folded?: boolean;
  /** As large as networks have it: the benchmark times this row. */
  readonly timed?: true;
  /** Whether NaN and infinities are among the inputs. */
  readonly notFinite?: boolean;
}

export const softmaxCases: readonly SoftmaxCase[] = [
  row([1], 0),
  row([257], 0),
  row([5, 1], 1),
  ...[2, 7, 63, 64, 65].map((size) => row([3, size], -1)),
  row([65, 2], 1),
  row([7, 65], 0),
  row([2, 3, 5, 7], 1),
  row([2, 3, 5, 7], -4),
  row([2, 1, 3, 1, 2, 5, 1, 3], 5),
  row([0, 7], 1),
  row([7, 0], 1),
  row([3, 4096], 1),
  { ...row([5118, 21], 1), timed: true },
  { ...row([2, 7, 5], 1), name: 'logarithm', logarithm: true },
  { ...row([9, 13], 1), name: 'logarithm of small ones', logarithm: true, range: 3e3 },
  { ...row([37, 13], 1), name: 'logarithm, NaN and infinities', logarithm: true, notFinite: true },
  { ...row([9, 13], 1), name: 'powers that would overflow', range: 3e4 },
  { ...row([333, 3], 1), name: 'folded workgroups', folded: true },
  { ...row([37, 13], 1), name: 'NaN and infinities', notFinite: true },
];

export function drawSoftmax(random: Random): SoftmaxCase {
  const shape = Array.from({ length: random.integer(1, 5) }, () => random.integer(1, 11));
  return row(shape, random.integer(-shape.length, shape.length - 1));
}

function row(shape: Shape, axis: number): SoftmaxCase {
  return { name: `[${shape}] along ${axis}`, shape, axis };
}
