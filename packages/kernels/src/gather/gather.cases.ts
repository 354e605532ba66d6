import type { DType } from '../tensor/dtype.ts';
import { elementCount, type Shape } from '../tensor/tensor.ts';
import type { Random } from '../testing/random.ts';

export interface GatherCase {
  readonly name: string;
  readonly shape: Shape;
  /** How many rows are gathered. */
  readonly gathered: number;
  /** Indices are drawn below this, and so reach past the end; the number of rows unless told. */
  readonly below?: number;
  /** How many of the rows are wanted; all where it is left out. */
  readonly count?: number | undefined;
  /** f32 and f16 in turn where it is left out. */
  readonly dtype?: DType;
  /** Whether to fold the workgroups into two rows. */
  readonly folded?: boolean;
}

export const gatherCases: readonly GatherCase[] = [
  ...[0, 1, 2, 7, 63, 64, 65, 257, 5118].map((gathered) => row([61, 4], gathered)),
  ...[1, 2, 3, 7, 64, 65].map((size) => row([37, size], 23)),
  row([257], 65),
  row([19, 3, 5, 7], 11),
  row([19, 0], 5),
  { ...row([1, 5], 7), name: 'one row, again and again' },
  { ...row([16, 5], 63), name: 'indices past the end', below: 32 },
  { ...row([16, 3], 9), name: 'the largest indices', below: 2 ** 32 },
  { ...row([0, 3], 9), name: 'no rows to gather from', below: 3 },
  ...[0, 1, 6, 13, 20].map((count) => ({
    ...row([29, 3], 13),
    name: `${count} of 13 wanted`,
    count,
  })),
  { ...row([29, 5], 257), name: 'folded workgroups', folded: true },
  { ...row([29, 5], 31), name: 'u32', dtype: 'u32' },
  { ...row([29, 5], 31), name: 'i32', dtype: 'i32' },
];

export function drawGather(random: Random): GatherCase {
  const shape = Array.from({ length: random.integer(1, 4) }, () => random.integer(1, 12));
  const gathered = random.integer(1, 300);
  const dtype = random.pick(['f32', 'f16', 'u32', 'i32', undefined] as const);
  const count = random.pick([undefined, random.integer(0, gathered)]);
  const kase = row(shape, gathered);
  const name = `${kase.name}, ${dtype ?? 'any'}, ${count ?? 'all'} wanted`;
  return { ...kase, name, count, ...(dtype && dtype !== 'f16' && { dtype }) };
}

/** Indices of a case, one of them the last row. */
export function gatherIndices(
  random: Random,
  { shape: [rows], gathered, below = rows }: GatherCase,
): number[] {
  return Array.from({ length: gathered }, (_, i) =>
    i === 0 ? below - 1 : random.integer(0, below - 1),
  );
}

function row(shape: Shape, gathered: number): GatherCase {
  const [rows, ...rest] = shape;
  return { name: `${gathered} of ${rows} rows of ${elementCount(rest)}`, shape, gathered };
}
