import type { DType } from '../tensor/dtype.ts';
import type { Shape } from '../tensor/tensor.ts';
import type { Random } from '../testing/random.ts';

export interface ConcatCase {
  readonly name: string;
  readonly shapes: readonly Shape[];
  readonly axis: number;
  /** f32 and f16 in turn where it is left out. */
  readonly dtype?: DType;
  /** As large as networks have it: the benchmark times this row. */
  readonly timed?: true;
}

export const concatCases: readonly ConcatCase[] = [
  row(0, [5]),
  row(0, [5], [1], [64]),
  row(-1, [3, 1], [3, 2], [3, 7]),
  row(0, [63, 4], [1, 4], [65, 4]),
  row(3, [2, 3, 5, 8], [2, 3, 5, 16]),
  row(-3, [2, 3, 5, 7], [2, 4, 5, 7]),
  row(1, [7, 0], [7, 3], [7, 0]),
  row(1, [0, 2], [0, 3]),
  row(1, ...Array.from({ length: 20 }, (_, i) => [2, i + 1, 3])),
  row(4, [1, 2, 1, 2, 1, 2, 1, 3], [1, 2, 1, 2, 5, 2, 1, 3]),
  { ...row(3, [1, 64, 64, 128], [1, 64, 64, 128]), timed: true },
  { ...row(1, [7, 3], [7, 5]), name: 'u32', dtype: 'u32' },
  { ...row(1, [7, 8], [7, 4]), name: 'i32', dtype: 'i32' },
  { ...row(1, [7, 3], [7, 5]), name: 'u8', dtype: 'u8' },
  { ...row(0, [3, 4], [5, 4]), name: 'u8 in whole words', dtype: 'u8' },
];

export function drawConcat(random: Random): ConcatCase {
  const rank = random.integer(1, 5);
  const axis = random.integer(0, rank - 1);
  const base = Array.from({ length: rank }, () => random.integer(1, 8));
  const shapes = Array.from({ length: random.integer(1, 5) }, () =>
    base.map((size, i) => (i === axis ? random.integer(0, 9) : size)),
  );
  return row(axis - random.pick([0, rank]), ...shapes);
}

function row(axis: number, ...shapes: readonly Shape[]): ConcatCase {
  const list = shapes.map((shape) => `[${shape}]`).join(', ');
  return { name: `${list} along ${axis}`, shapes, axis };
}
