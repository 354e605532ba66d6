import { type Interval, wilson } from './wilson.ts';

/** How many of a person's pairs were accepted, and how many there are. */
export interface Tally {
  accepted: number;
  pairs: number;
}

/** Draws of as many people as there are; more would move the bounds by less than their last digit. */
const draws = 1000;

/**
 * The 95 % interval of a share of pairs. Pairs that share a person aren't independent, so that people are
 * drawn, with all their pairs, not pairs: the subsets bootstrap (Bolle, Ratha and Pankanti 2004, "Error
 * analysis of pattern recognition systems"), with percentiles as bounds. Where all pairs or none were
 * accepted, draws can't differ: the open bound is Wilson's (1927), with a person as a trial. The draws are
 * the same every time.
 *
 * @param tallies one for each person who has pairs
 */
export function intervalOf(tallies: readonly Tally[]): Interval {
  const { length } = tallies;
  if (tallies.every(({ accepted }) => accepted === 0)) return wilson(0, length);
  if (tallies.every(({ accepted, pairs }) => accepted === pairs)) return wilson(length, length);
  const next = sequence();
  const shares = Float64Array.from({ length: draws }, () => {
    let [accepted, pairs] = [0, 0];
    for (let i = 0; i < length; i++) {
      const tally = tallies[Math.floor(next() * length)];
      accepted += tally.accepted;
      pairs += tally.pairs;
    }
    return accepted / pairs;
  }).sort();
  return { low: shares[Math.floor(draws * 0.025)], high: shares[Math.ceil(draws * 0.975) - 1] };
}

/** Numbers from 0 to below 1, the same every time (mulberry32). */
export function sequence(): () => number {
  let state = 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
}
