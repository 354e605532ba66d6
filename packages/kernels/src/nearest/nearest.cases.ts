import type { DistanceMetric } from '../distance/distance.ts';
import type { VectorFormat } from '../distance/format.ts';
import type { Random } from '../testing/random.ts';

export interface NearestCase {
  readonly name: string;
  readonly queries: number;
  /** Rows of each segment. */
  readonly segments: readonly number[];
  readonly size: number;
  readonly k: number;
  readonly metric: DistanceMetric;
  readonly format: VectorFormat;
  /**
   * Where elements come from: anywhere, or whole numbers of a few levels, so that many rows are equally
   * near and distances are exact.
   */
  readonly values?: 'anywhere' | 'levels';
  /** The share of rows that take part, drawn at random; all, without a mask, where left out. */
  readonly share?: number;
  /** This query and this row are zero. */
  readonly zero?: number;
  /** This many elements of rows are NaN or infinite. */
  readonly odd?: number;
  readonly live?: number;
  readonly folded?: boolean;
}

const plain = {
  queries: 1,
  segments: [300],
  size: 8,
  k: 5,
  metric: 'squaredEuclidean',
  format: 'f32',
  values: 'levels',
} as const;
const metrics = ['squaredEuclidean', 'cosine', 'innerProduct'] as const;
const formats = ['f32', 'f16', 'int8'] as const;

export const nearestCases: readonly NearestCase[] = [
  ...metrics.flatMap((metric) =>
    formats.flatMap((format) => {
      const own = { ...plain, metric, format, values: 'anywhere' as const };
      return [
        ...[1, 3, 7, 63, 64, 257].map((size) => ({
          ...own,
          name: `${metric}, ${format}, size ${size}`,
          size,
        })),
        { ...own, name: `${metric}, ${format}, 9 queries, half masked`, queries: 9, share: 0.5 },
        { ...own, name: `${metric}, ${format}, zero vectors`, queries: 2, zero: 1 },
      ];
    }),
  ),
  { ...plain, name: 'vectors of 2,048', size: 2048, segments: [65] },
  ...[0, 1, 2, 4, 7, 16, 65].map((queries) => ({ ...plain, name: `${queries} queries`, queries })),
  ...[1, 2, 63, 64, 65, 511, 512, 513, 1031].map((rows) => ({
    ...plain,
    name: `${rows} rows`,
    segments: [rows],
    queries: 2,
  })),
  ...[1, 2, 63, 64, 65, 257, 500].map((k) => ({
    ...plain,
    name: `${k} of 1,031`,
    segments: [1031],
    k,
    queries: 2,
  })),
  { ...plain, name: 'segments of 1, 700, 0 and 64 rows', segments: [1, 700, 0, 64], k: 70 },
  { ...plain, name: 'many parts', segments: [9001, 3001], queries: 3, k: 17 },
  { ...plain, name: 'a long list of one query', segments: [5001], k: 33, format: 'int8' },
  {
    ...plain,
    name: 'many queries in many parts',
    segments: [3001],
    queries: 11,
    k: 16,
    format: 'f16',
  },
  { ...plain, name: 'every row masked', share: 0 },
  { ...plain, name: 'fewer than k take part', share: 0.01, k: 20 },
  { ...plain, name: 'rows that are not finite', odd: 20, k: 300 },
  { ...plain, name: '7 queries, 3 live', queries: 7, live: 3 },
  { ...plain, name: 'none live', queries: 3, live: 0 },
  { ...plain, name: 'folded workgroups', queries: 17, segments: [2000, 600], folded: true },
];

export function drawNearest(random: Random): NearestCase {
  const queries = random.integer(1, 20);
  const segments = Array.from({ length: random.integer(1, 3) }, () => random.integer(1, 1500));
  const size = random.integer(1, 70);
  const k = random.integer(1, random.pick([8, 100]));
  const metric = random.pick(metrics);
  const format = random.pick(formats);
  const values = random.pick(['anywhere', 'levels'] as const);
  const share = random.pick([undefined, 0.1, 0.9]);
  const name = `${metric}, ${format}, ${queries} queries, ${k} of ${share ?? 'all'} of ${segments.join(' and ')} rows of ${size}, ${values}`;
  return {
    name,
    queries,
    segments,
    size,
    k,
    metric,
    format,
    values,
    ...(share !== undefined && { share }),
  };
}
