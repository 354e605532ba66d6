import type { Shape } from '../tensor/tensor.ts';
import type { Random } from '../testing/random.ts';

/** Scales are powers of 2, so that ties are ties in f32 and in f16 too. */
export interface QuantizeCase {
  readonly name: string;
  readonly shape: Shape;
  readonly axis: number;
  /** Whether there is one scale for all. */
  readonly single?: boolean;
  readonly withoutZero?: boolean;
  readonly low: number;
  readonly high: number;
  /** Whether to fold the workgroups into two rows. */
  readonly folded?: boolean;
}

export const quantizeCases: readonly QuantizeCase[] = [
  ...[1, 2, 7, 63, 64, 65, 257].map((size) => row([size], 0)),
  row([3, 5, 7], 1),
  row([3, 5, 7], -1),
  row([2, 3, 1, 5, 2, 7], 3),
  row([5, 0], 0),
  { ...row([5, 7], 0), name: 'one scale', single: true },
  { ...row([], 0), name: 'a scalar', single: true },
  { ...row([5, 7], 1), name: 'unsigned', low: 0, high: 255 },
  { ...row([5, 7], 1), name: 'without zero', withoutZero: true },
  { ...row([65, 5], 1), name: 'folded workgroups', folded: true },
];

export function drawQuantize(random: Random): QuantizeCase {
  const shape = Array.from({ length: random.integer(1, 6) }, () => random.integer(1, 5));
  return row(shape, random.integer(-shape.length, shape.length - 1));
}

function row(shape: Shape, axis: number): QuantizeCase {
  return { name: `[${shape}] along ${axis}`, shape, axis, low: -128, high: 127 };
}
