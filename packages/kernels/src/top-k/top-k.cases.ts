import type { Random } from '../testing/random.ts';

/** Where a row's values come from: anywhere, a few levels, or with NaN and infinities among them. */
export type TopKValues = 'distinct' | 'ties' | 'special' | 'nan';

export interface TopKCase {
  readonly name: string;
  readonly rows: number;
  readonly size: number;
  readonly k: number;
  readonly values: TopKValues;
  /** Whether values have labels, in any order. */
  readonly labelled?: boolean;
  /** How many more values the scratch has room for than a row has; as many where left out. */
  readonly spare?: number;
  /** How many rows to compute; all where it is left out. */
  readonly live?: number;
  /** Whether to fold the workgroups into two rows. */
  readonly folded?: boolean;
}

const plain = { rows: 2, size: 257, k: 5, values: 'distinct' } as const;

export const topKCases: readonly TopKCase[] = [
  ...[1, 2, 7, 63, 64, 65, 257].flatMap((size) => [
    { ...plain, name: `1 of ${size}`, size, k: 1 },
    { ...plain, name: `${size} of ${size}`, size, k: size },
  ]),
  ...[2, 15, 16, 17, 63, 64, 65, 128, 129].map((k) => ({ ...plain, name: `${k} of 257`, k })),
  ...[0, 1, 7, 65].map((rows) => ({ ...plain, name: `${rows} rows`, rows })),
  ...[5, 17, 257].flatMap((k) => [
    { ...plain, name: `${k} of 257 with ties`, k, values: 'ties' as const },
    { ...plain, name: `${k} of 257 with NaN and infinities`, k, values: 'special' as const },
    { ...plain, name: `${k} of 257 NaN`, k, values: 'nan' as const },
  ]),
  { ...plain, name: '3 of 3 NaN', size: 3, k: 3, values: 'nan' },
  ...[1, 5, 16, 17, 257].map((k) => ({
    ...plain,
    name: `${k} of 257 with ties and labels`,
    k,
    values: 'ties' as const,
    labelled: true,
  })),
  { ...plain, name: '257 of 257 NaN with labels', k: 257, values: 'nan', labelled: true },
  { ...plain, name: 'scratch for longer rows', spare: 1000 },
  { ...plain, name: '7 rows, 3 live', rows: 7, live: 3 },
  { ...plain, name: 'none live', live: 0 },
  { ...plain, name: '5 of more than a million', rows: 1, size: 1_048_583 },
  { ...plain, name: '65,537 of 200,003', rows: 1, size: 200_003, k: 65_537 },
  { ...plain, name: 'folded workgroups', rows: 30, size: 1000, k: 100, folded: true },
];

export function drawTopK(random: Random): TopKCase {
  const rows = random.integer(1, 5);
  const size = random.integer(1, 2000);
  const k = random.integer(1, random.pick([Math.min(size, 20), size]));
  const values = random.pick<TopKValues>(['distinct', 'ties', 'special']);
  const labelled = random.pick([false, true]);
  const name = `${rows} rows, ${k} of ${size} ${values}${labelled ? ' with labels' : ''}`;
  return { name, rows, size, k, values, labelled };
}

export interface MergeTopKCase {
  readonly name: string;
  readonly rows: number;
  /** Sizes of the two parts of a row. */
  readonly sizes: readonly [number, number];
  readonly k: number;
  /** Whether labels are in any order; all of the first part are lower where left out. */
  readonly labelled?: boolean;
  readonly live?: number;
  /** Whether to fold the workgroups into two rows. */
  readonly folded?: boolean;
}

export const mergeTopKCases: readonly MergeTopKCase[] = [
  { name: '5 of 65 and 257', rows: 3, sizes: [65, 257], k: 5 },
  { name: '1 of 1 and 1', rows: 3, sizes: [1, 1], k: 1 },
  { name: '2 of 1 and 1', rows: 3, sizes: [1, 1], k: 2 },
  { name: '9 of 2 and 7', rows: 3, sizes: [2, 7], k: 9 },
  { name: '9 of 7 and 2', rows: 3, sizes: [7, 2], k: 9 },
  { name: '64 of 63 and 65', rows: 2, sizes: [63, 65], k: 64 },
  { name: '50 of 63 and 65 with labels', rows: 3, sizes: [63, 65], k: 50, labelled: true },
  { name: '7 rows, 3 live', rows: 7, sizes: [20, 30], k: 10, live: 3 },
  { name: 'no rows', rows: 0, sizes: [2, 3], k: 4 },
  { name: 'folded workgroups', rows: 65, sizes: [3, 5], k: 7, folded: true },
];

export function drawMergeTopK(random: Random): MergeTopKCase {
  const rows = random.integer(1, 5);
  const sizes = [random.integer(1, 100), random.integer(1, 100)] as const;
  const k = random.integer(1, sizes[0] + sizes[1]);
  const labelled = random.pick([false, true]);
  const name = `${rows} rows, ${k} of ${sizes.join(' and ')}${labelled ? ' with labels' : ''}`;
  return { name, rows, sizes, k, labelled };
}
