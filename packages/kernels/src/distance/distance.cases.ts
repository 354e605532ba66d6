import type { Random } from '../testing/random.ts';
import type { DistanceMetric } from './distance.ts';

export interface DistanceCase {
  readonly name: string;
  readonly queries: number;
  readonly rows: number;
  readonly size: number;
  readonly metric: DistanceMetric;
  /** The share of rows that take part, those drawn at random; all, without a mask, where left out. */
  readonly share?: number;
  /** How far rows lie from the first query, in each element; anywhere where it is left out. */
  readonly spread?: number;
  /** This query and this row are zero. */
  readonly zero?: number;
  /** How many queries to compute; all where it is left out. */
  readonly live?: number;
  /** Whether to fold the workgroups into two rows. */
  readonly folded?: boolean;
}

const sizes = [1, 2, 3, 4, 7, 63, 64, 65, 128, 257];
const metrics = ['squaredEuclidean', 'cosine', 'innerProduct'] as const;

export const distanceCases: readonly DistanceCase[] = metrics.flatMap((metric) => {
  const plain = { queries: 3, rows: 65, size: 12, metric };
  return [
    ...sizes.map((size) => ({ ...plain, name: `${metric}, size ${size}`, size })),
    ...[0, 1, 2, 4, 5, 16, 67].map((queries) => ({
      ...plain,
      name: `${metric}, ${queries} queries`,
      queries,
    })),
    ...[0, 1, 63, 64, 257].map((rows) => ({ ...plain, name: `${metric}, ${rows} rows`, rows })),
    ...[1, 31, 32, 33, 64, 65].map((rows) => ({
      ...plain,
      name: `${metric}, half of ${rows} rows masked`,
      rows,
      share: 0.5,
    })),
    { ...plain, name: `${metric}, every row masked`, share: 0 },
    { ...plain, name: `${metric}, a mask that lets all take part`, share: 1 },
    { ...plain, name: `${metric}, zero vectors`, zero: 1 },
    { ...plain, name: `${metric}, zero vectors of size 7`, size: 7, zero: 2 },
    { ...plain, name: `${metric}, 7 queries, 5 live`, queries: 7, live: 5 },
    { ...plain, name: `${metric}, none live`, live: 0 },
    { ...plain, name: `${metric}, folded workgroups`, rows: 200, queries: 9, folded: true },
    { ...plain, name: `${metric}, near rows`, size: 128, spread: 2 ** -9 },
    { ...plain, name: `${metric}, near rows of size 63`, size: 63, spread: 2 ** -9 },
  ];
});

export function drawDistance(random: Random): DistanceCase {
  const queries = random.integer(1, 9);
  const rows = random.integer(1, 200);
  const size = random.integer(1, 40);
  const share = random.pick([undefined, 0.1, 0.5, 0.9]);
  const metric = random.pick(metrics);
  const name = `${metric}, ${queries} queries, ${share ?? 'all'} of ${rows} rows, size ${size}`;
  return { name, queries, rows, size, metric, ...(share !== undefined && { share }) };
}
