import type { DType } from '../tensor/dtype.ts';
import { elementCount, type Shape } from '../tensor/tensor.ts';
import type { Random } from '../testing/random.ts';

export interface GatherCase {
  readonly name: string;
  readonly shape: Shape;
  /** How many slices are gathered, or the shape of the indices. */
  readonly gathered: number | Shape;
  /** The first one where it is left out. */
  readonly axis?: number;
  /** Whether indices are i32 and may be negative. */
  readonly signed?: boolean;
  /** Indices are drawn below this, and so reach past the end; the number of slices unless told. */
  readonly below?: number;
  /** How many of the slices are wanted; all where it is left out. */
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
  ...[0, 1, 2, -1].map((axis) => row([5, 7, 6], [2, 3], axis)),
  row([3, 65, 2], [], 1),
  row([3, 65, 2], [0], 1),
  row([2, 3, 5, 1, 7, 2], [3], 4),
  { ...row([5, 7, 3], [4, 5], 1), name: 'negative indices', signed: true },
  { ...row([3, 7], 31, 1), name: 'negative and past the end', signed: true, below: 20 },
  { ...row([29, 5], 31), name: 'u32', dtype: 'u32' },
  { ...row([29, 5], 31), name: 'i32', dtype: 'i32' },
  { ...row([29, 5], 31), name: 'u8', dtype: 'u8' },
  { ...row([3, 29, 8], [2, 7], 1), name: 'u8 in whole words', dtype: 'u8' },
];

export function drawGather(random: Random): GatherCase {
  const shape = Array.from({ length: random.integer(1, 4) }, () => random.integer(1, 12));
  const dtype = random.pick(['f32', 'f16', 'u32', 'u8', undefined] as const);
  const known = dtype && dtype !== 'f16' ? { dtype } : {};
  if (random.pick([true, false])) {
    const gathered = Array.from({ length: random.integer(0, 2) }, () => random.integer(1, 7));
    const axis = random.integer(-shape.length, shape.length - 1);
    return { ...row(shape, gathered, axis), ...known, signed: random.pick([true, false]) };
  }
  const gathered = random.integer(1, 300);
  const count = random.pick([undefined, random.integer(0, gathered)]);
  const kase = row(shape, gathered);
  const name = `${kase.name}, ${dtype ?? 'any'}, ${count ?? 'all'} wanted`;
  return { ...kase, name, count, ...known };
}

/** The shape of a case's indices. */
export function indicesShape({ gathered }: GatherCase): Shape {
  return typeof gathered === 'number' ? [gathered] : gathered;
}

/** Indices of a case, one of them the last slice. */
export function gatherIndices(random: Random, kase: GatherCase): number[] {
  const { shape, axis = 0, signed } = kase;
  const { below = shape.at(axis) ?? 0 } = kase;
  return Array.from({ length: elementCount(indicesShape(kase)) }, (_, i) =>
    i === 0 ? below - 1 : random.integer(signed ? -below : 0, below - 1),
  );
}

function row(shape: Shape, gathered: number | Shape, axis = 0): GatherCase {
  return { name: `[${gathered}] of [${shape}] along ${axis}`, shape, gathered, axis };
}
