import type { MeasuredPair } from './metrics.ts';
import { type Interval, wilson } from './wilson.ts';

/** A measured pair, and the quality of the worse of its faces. */
export interface QualifiedPair extends MeasuredPair {
  /** From 0 to 1; 0 where a face was missed. */
  readonly quality: number;
}

/** What is left where a share of the pairs is discarded. */
export interface DiscardPoint {
  /** The share of pairs that are discarded, the worst first. */
  readonly discarded: number;
  /** Pairs that are left, and the share of them that the threshold decides wrongly, as is to be expected. */
  readonly pairs: number;
  readonly error: number;
  readonly interval: Interval;
  /** The share of one person's pairs that are left which the threshold refuses, as is to be expected. */
  readonly fnmr: number;
}

/** Pairs, and how many of them are one person's, decided wrongly, and both. */
interface Counts {
  pairs: number;
  mated: number;
  wrong: number;
  refused: number;
}

const shares = Array.from({ length: 26 }, (_, i) => i / 50);

/**
 * The errors that remain where pairs of low quality are discarded, up to half of them (Grother and Tabassi 2007): a
 * quality that predicts errors makes them fall. A pair is as good as the worse of its faces. Where the cut goes through
 * pairs of one quality, such as those in which a face was missed, it leaves what is to be expected if they are drawn at
 * random: the order of the list means nothing.
 */
export function errorVersusDiscard(
  pairs: readonly QualifiedPair[],
  threshold: number,
): DiscardPoint[] {
  const levels = levelsOf(pairs, threshold);
  return shares.flatMap((discarded): DiscardPoint[] => {
    const kept = pairs.length - Math.round(discarded * pairs.length);
    if (kept === 0) return [];
    const left = bestOf(levels, kept);
    return [
      {
        discarded,
        pairs: kept,
        error: left.wrong / kept,
        interval: wilson(left.wrong, kept),
        fnmr: left.refused / (left.mated || 1),
      },
    ];
  });
}

/** What there is of each quality, the best first. */
function levelsOf(pairs: readonly QualifiedPair[], threshold: number): Counts[] {
  const levels = new Map<number, Counts>();
  for (const { same, distance, quality } of pairs) {
    const level = levels.get(quality) ?? { pairs: 0, mated: 0, wrong: 0, refused: 0 };
    levels.set(quality, level);
    const isWrong = distance < threshold !== same;
    level.pairs++;
    if (same) level.mated++;
    if (isWrong) level.wrong++;
    if (same && isWrong) level.refused++;
  }
  return [...levels].sort(([a], [b]) => b - a).map(([, level]) => level);
}

/** What is to be expected of so many of the best pairs: of the last level, a share. */
function bestOf(levels: readonly Counts[], kept: number): Counts {
  const left: Counts = { pairs: 0, mated: 0, wrong: 0, refused: 0 };
  for (const level of levels) {
    const taken = Math.min(level.pairs, kept - left.pairs);
    if (taken === 0) break;
    for (const name of ['mated', 'wrong', 'refused'] as const) {
      left[name] += (level[name] * taken) / level.pairs;
    }
    left.pairs += taken;
  }
  return left;
}
