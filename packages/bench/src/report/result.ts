import type { Times } from '../measure.ts';
import type { Work } from '../work.ts';

/** What was measured of one piece of work. */
export interface Result {
  readonly name: string;
  readonly kind: Work['kind'];
  readonly adapter: string;
  readonly ours_ms: number;
  /** Median of each peer. */
  readonly peers: Readonly<Record<string, number>>;
  /** The fastest peer's time / ours: above 1 ours is faster. `null` where nobody else does this. */
  readonly ratio: number | null;
  /** First and third quartile, and number of runs, of everyone. */
  readonly spread: Readonly<Record<string, Omit<Times, 'median'>>>;
  /** What else is worth knowing, by name with its unit. */
  readonly facts: Readonly<Record<string, number>>;
}

export const ours = 'facegpu';

export function toResult(
  { name, kind }: Pick<Work, 'name' | 'kind'>,
  adapter: string,
  times: ReadonlyMap<string, Times>,
  facts: Result['facts'] = {},
): Result {
  const [[, first], ...others] = [...times];
  const peers = Object.fromEntries(others.map(([peer, { median }]) => [peer, median]));
  const spread = [...times].map(([who, { quartiles, runs }]) => [who, { quartiles, runs }]);
  return {
    name,
    kind,
    adapter,
    ours_ms: first.median,
    peers,
    ratio: others.length > 0 ? Math.min(...Object.values(peers)) / first.median : null,
    spread: Object.fromEntries(spread),
    facts,
  };
}

/** The peers that take part somewhere, in their order. */
export function peersOf(results: readonly Result[]): string[] {
  return [...new Set(results.flatMap(({ peers }) => Object.keys(peers)))];
}
