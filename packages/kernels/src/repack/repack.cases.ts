import type { DType } from '../tensor/dtype.ts';
import type { Layout, Shape } from '../tensor/tensor.ts';
import type { Random } from '../testing/random.ts';

export interface RepackCase {
  readonly name: string;
  readonly shape: Shape;
  /** Layout of the input. */
  readonly from: Layout;
  /** Layout of the output. */
  readonly to: Layout;
  /** f32 and f16 in turn where it is left out. */
  readonly dtype?: DType;
}

const shapes: readonly Shape[] = [
  [1, 1, 1, 1],
  [1, 1, 1, 5],
  [1, 9, 13, 3],
  [2, 7, 5, 6],
  [3, 5, 7, 8],
  [1, 3, 2, 63],
  [1, 2, 3, 65],
  [0, 7, 5, 6],
];

export const repackCases: readonly RepackCase[] = [
  ...shapes.flatMap((shape) => [row(shape, 'dense', 'nhwc4'), row(shape, 'nhwc4', 'dense')]),
  row([2, 3, 5, 7], 'nhwc4', 'nhwc4'),
  { ...row([2, 3, 5, 7], 'dense', 'nhwc4'), name: 'u32', dtype: 'u32' },
];

export function drawRepack(random: Random): RepackCase {
  const shape = Array.from({ length: 4 }, () => random.integer(1, 13));
  return random.pick([true, false]) ? row(shape, 'dense', 'nhwc4') : row(shape, 'nhwc4', 'dense');
}

function row(shape: Shape, from: Layout, to: Layout): RepackCase {
  return { name: `[${shape}] ${from} to ${to}`, shape, from, to };
}
