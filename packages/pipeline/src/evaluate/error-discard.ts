import type { MeasuredPair } from './metrics.ts';
import type { Interval } from './resample.ts';
import { wilson } from './wilson.ts';

/** A measured pair, and the quality of the worse of its faces. */
export interface QualifiedPair extends MeasuredPair {
  /** From 0 to 1; 0 where a face was missed. */
  readonly quality: number;
}

/** What is left where a share of the pairs is discarded. */
export interface DiscardPoint {
  /** The share of pairs that are discarded, the worst first. */
  readonly discarded: number;
  /** Pairs that are left, and the share of them that the threshold decides wrongly. */
  readonly pairs: number;
  readonly error: number;
  readonly interval: Interval;
  /** The share of one person's pairs that are left which the threshold refuses. */
  readonly fnmr: number;
}

const shares = Array.from({ length: 26 }, (_, i) => i / 50);

/**
 * The errors that remain where pairs of low quality are discarded, up to half of them (Grother and Tabassi 2007): a
 * quality that predicts errors makes them fall. A pair is as good as the worse of its faces.
 */
export function errorVersusDiscard(
  pairs: readonly QualifiedPair[],
  threshold: number,
): DiscardPoint[] {
  const sorted = [...pairs].sort((a, b) => a.quality - b.quality);
  return shares.flatMap((discarded): DiscardPoint[] => {
    const left = sorted.slice(Math.round(discarded * sorted.length));
    if (left.length === 0) return [];
    const wrong = left.filter(({ same, distance }) => distance < threshold !== same);
    const mated = left.filter(({ same }) => same);
    return [
      {
        discarded,
        pairs: left.length,
        error: wrong.length / left.length,
        interval: wilson(wrong.length, left.length),
        fnmr: wrong.filter(({ same }) => same).length / (mated.length || 1),
      },
    ];
  });
}
