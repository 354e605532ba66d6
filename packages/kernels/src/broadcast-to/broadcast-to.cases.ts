import type { DType } from '../tensor/dtype.ts';
import type { Shape } from '../tensor/tensor.ts';
import type { Random } from '../testing/random.ts';

export interface BroadcastToCase {
  readonly name: string;
  readonly from: Shape;
  readonly to: Shape;
  /** f32 and f16 in turn where it is left out. */
  readonly dtype?: DType;
}

export const broadcastToCases: readonly BroadcastToCase[] = [
  row([], []),
  row([], [65]),
  row([1], [2, 3, 5]),
  row([7], [7]),
  row([7], [63, 7]),
  row([64], [5, 64]),
  row([5, 1], [5, 257]),
  row([3, 1, 5, 1], [3, 2, 5, 7]),
  row([2, 1, 2, 1, 3, 1], [2, 3, 2, 2, 3, 2]),
  row([1, 4], [0, 4]),
  ...(['i32', 'bool', 'u8'] as const).map((dtype) => ({
    ...row([3, 1], [2, 3, 5]),
    name: dtype,
    dtype,
  })),
];

export function drawBroadcastTo(random: Random): BroadcastToCase {
  const to = Array.from({ length: random.integer(1, 6) }, () => random.integer(1, 6));
  const from = to.map((size) => random.pick([size, size, 1]));
  const dtype = random.pick([undefined, undefined, 'u8', 'u32'] as const);
  return { ...row(from.slice(random.integer(0, from.length)), to), ...(dtype && { dtype }) };
}

function row(from: Shape, to: Shape): BroadcastToCase {
  return { name: `[${from}] to [${to}]`, from, to };
}
