import type { DType } from '../tensor/dtype.ts';
import type { Shape } from '../tensor/tensor.ts';
import type { Random } from '../testing/random.ts';
import type { SliceAttributes } from './slice.ts';

export interface SliceCase extends SliceAttributes {
  readonly name: string;
  readonly shape: Shape;
  /** f32 and f16 in turn where it is left out. */
  readonly dtype?: DType;
  /** As large as networks have it: the benchmark times this row. */
  readonly timed?: true;
}

export const sliceCases: readonly SliceCase[] = [
  row([], [], []),
  row([7], [0], [7]),
  row([7], [6], [1]),
  row([257], [1], [65], [3]),
  row([5, 64], [1, 8], [3, 32]),
  row([5, 64], [1, 7], [3, 33]),
  row([5, 6], [2, 6], [3, 0]),
  row([2, 9, 11, 8], [0, 1, 0, 0], [2, 4, 6, 8], [1, 2, 2, 1]),
  row([2, 9, 11, 3], [1, 0, 2, 0], [1, 9, 2, 2], [1, 1, 7, 2]),
  row([7], [6], [7], [-1]),
  row([5, 64], [4, 0], [5, 64], [-1, 1]),
  row([3, 9, 5], [2, 7, 4], [2, 3, 5], [-2, -3, -1]),
  row([2, 2, 2, 2, 2, 3, 2, 5], [0, 1, 0, 0, 1, 0, 0, 1], [2, 1, 2, 1, 1, 3, 2, 2]),
  { ...row([1, 128, 128, 64], [0, 1, 1, 0], [1, 126, 126, 64]), timed: true },
  { ...row([7, 8], [1, 2], [6, 5]), name: 'u32', dtype: 'u32' },
  { ...row([7, 8], [1, 4], [6, 4]), name: 'i32', dtype: 'i32' },
  { ...row([7, 5], [1, 1], [6, 3]), name: 'u8', dtype: 'u8' },
];

export function drawSlice(random: Random): SliceCase {
  const shape = Array.from({ length: random.integer(1, 5) }, () => random.integer(1, 12));
  const steps = shape.map(() => random.pick([1, 1, 2, 3, -1, -2]));
  const starts = shape.map((size) => random.integer(0, size - 1));
  const sizes = shape.map((size, i) => {
    const rest = steps[i] > 0 ? size - 1 - starts[i] : starts[i];
    return random.integer(1, 1 + Math.floor(rest / Math.abs(steps[i])));
  });
  const dtype = random.pick([undefined, undefined, 'u8', 'bool'] as const);
  return { ...row(shape, starts, sizes, steps), ...(dtype && { dtype }) };
}

function row(
  shape: Shape,
  starts: readonly number[],
  sizes: readonly number[],
  steps?: readonly number[],
): SliceCase {
  const name = `[${sizes}] of [${shape}] from [${starts}], steps [${steps ?? 1}]`;
  return { name, shape, starts, sizes, steps };
}
