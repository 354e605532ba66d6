import Table from 'cli-table3';
import type { Times } from './measure.ts';
import type { Work } from './work.ts';

/** What was measured of one piece of work. */
export interface Result {
  readonly name: string;
  readonly kind: Work['kind'];
  readonly adapter: string;
  readonly ours_ms: number;
  /** Median of each peer. */
  readonly peers: Readonly<Record<string, number>>;
  /** The fastest peer's time / ours: above 1 ours is faster. */
  readonly ratio: number;
  /** First and third quartile, and number of runs, of everyone. */
  readonly spread: Readonly<Record<string, Omit<Times, 'median'>>>;
  /** What else is worth knowing, by name with its unit. */
  readonly facts: Readonly<Record<string, number>>;
}

export function toResult(
  { name, kind }: Work,
  adapter: string,
  times: ReadonlyMap<string, Times>,
  facts: Result['facts'] = {},
): Result {
  const [ours, ...others] = [...times];
  const peers = Object.fromEntries(others.map(([peer, { median }]) => [peer, median]));
  const spread = [...times].map(([contender, { quartiles, runs }]) => [
    contender,
    { quartiles, runs },
  ]);
  return {
    name,
    kind,
    adapter,
    ours_ms: ours[1].median,
    peers,
    ratio: Math.min(...Object.values(peers)) / ours[1].median,
    spread: Object.fromEntries(spread),
    facts,
  };
}

/** A table for the terminal: how many times faster ours is than each peer. */
export function toTable(results: readonly Result[]): string {
  const peers = [...new Set(results.flatMap((result) => Object.keys(result.peers)))];
  const head = ['work', 'facegpu', ...peers];
  const table = new Table({ head, style: { head: [], border: [], compact: true } });
  for (const { name, ours_ms, peers: times } of results) {
    table.push([
      name,
      milliseconds(ours_ms),
      ...peers.map((peer) => {
        const time = times[peer];
        return time === undefined ? '' : `${milliseconds(time)}  (${(time / ours_ms).toFixed(2)}×)`;
      }),
    ]);
  }
  return table.toString();
}

function milliseconds(time: number): string {
  return `${time.toFixed(time < 10 ? 2 : time < 100 ? 1 : 0)} ms`;
}
