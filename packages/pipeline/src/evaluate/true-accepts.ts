import { type ByRate, type Metrics, pairsToMeasure } from './metrics.ts';
import type { Estimate } from './people-metrics.ts';
import { wilson } from './wilson.ts';

/** What it takes to tell. */
export interface CountedMetrics extends Pick<Metrics, 'tar'> {
  /** Pairs of one person, and of two. */
  readonly matedPairs: number;
  readonly nonMatedPairs: number;
}

/** The true accept rate at a false one, with Wilson's interval; or in words, why it can't be told. */
export function trueAccepts(
  { tar, matedPairs, nonMatedPairs }: CountedMetrics,
  rate: keyof ByRate<number>,
): Estimate | string {
  const needed = pairsToMeasure(Number(rate));
  if (!tar || nonMatedPairs < needed) {
    return `too few pairs: takes ${needed} of two people, there are ${nonMatedPairs}`;
  }
  if (matedPairs === 0) return 'too few pairs: there are none of one person';
  const value = tar[rate];
  return { value, ...wilson(Math.round(value * matedPairs), matedPairs) };
}
