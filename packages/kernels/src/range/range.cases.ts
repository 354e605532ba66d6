import type { Random } from '../testing/random.ts';

export interface RangeCase {
  readonly name: string;
  readonly rows: number;
  readonly size: number;
  /** The limit of every row, where values are from -1 to 1; another one each where left out. */
  readonly limit?: number;
  /** How many hits there is room for; for all where left out. */
  readonly room?: number;
  /** Whether NaN, infinities and the largest f32 are among the values. */
  readonly special?: boolean;
  /** How many rows to look at; all where it is left out. */
  readonly live?: number;
  /** Whether to fold the workgroups into two rows. */
  readonly folded?: boolean;
}

const plain = { rows: 3, size: 65 };

export const rangeCases: readonly RangeCase[] = [
  ...[1, 2, 7, 63, 64, 65, 257].map((size) => ({ ...plain, name: `${size} values`, size })),
  ...[0, 1, 7].map((rows) => ({ ...plain, name: `${rows} rows`, rows })),
  { ...plain, name: 'none within', limit: -2 },
  { ...plain, name: 'all within', limit: 2 },
  { ...plain, name: 'a limit that values meet', limit: 0.5 },
  { ...plain, name: 'special values, all within', special: true, limit: 3.4028234663852886e38 },
  { ...plain, name: 'special values', special: true },
  { ...plain, name: 'less room than hits', limit: 2, room: 100 },
  { ...plain, name: '7 rows, 3 live', rows: 7, live: 3 },
  { ...plain, name: 'none live', live: 0 },
  { ...plain, name: 'more than a million values', rows: 2, size: 600_011, limit: -0.99 },
  { ...plain, name: 'folded workgroups', rows: 30, size: 1000, folded: true },
];

export function drawRange(random: Random): RangeCase {
  const rows = random.integer(1, 9);
  const size = random.integer(1, 500);
  const special = random.pick([false, true]);
  return { name: `${rows} rows of ${size}${special ? ', special' : ''}`, rows, size, special };
}
