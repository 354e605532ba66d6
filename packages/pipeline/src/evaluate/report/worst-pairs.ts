import type { MeasuredPair } from '../metrics.ts';

/** Places in a list of pairs. */
export interface WorstPairs {
  /** Pairs of one person that are farthest apart, the farthest first. */
  readonly mated: readonly number[];
  /** Pairs of two people that are nearest, the nearest first. */
  readonly nonMated: readonly number[];
}

/** The pairs that say most about what goes wrong; those in which a face was missed show nothing. */
export function worstPairs(pairs: readonly MeasuredPair[], most: number): WorstPairs {
  const ranked = (one: boolean) =>
    [...pairs.entries()].filter(
      ([, { same, distance }]) => same === one && Number.isFinite(distance),
    );
  const first = (rows: [number, MeasuredPair][], sign: number) =>
    rows
      .sort(([, a], [, b]) => sign * (a.distance - b.distance))
      .slice(0, most)
      .map(([i]) => i);
  return { mated: first(ranked(true), -1), nonMated: first(ranked(false), 1) };
}
