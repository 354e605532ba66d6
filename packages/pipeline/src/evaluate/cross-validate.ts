import { accuracyAt, bestThreshold, type MeasuredPair } from './metrics.ts';

/** A measured pair, and the part of its list that it belongs to. */
export interface FoldedPair extends MeasuredPair {
  /** From 0. */
  readonly fold: number;
}

/** The mean of the folds, and its standard error: the deviation of the folds by the root of their number. */
export interface FoldMean {
  readonly mean: number;
  readonly standardError: number;
}

/** What came of one fold. */
export interface FoldResult {
  readonly pairs: number;
  /** The one that decides most pairs of the other folds rightly. */
  readonly threshold: number;
  /** Share of this fold's pairs that it decides rightly. */
  readonly accuracy: number;
  /** The same, at the fixed threshold. */
  readonly atThreshold: number;
}

/** How well pairs are decided by a threshold that was not picked on them. */
export interface CrossValidation {
  /** At each fold's own threshold. */
  readonly accuracy: FoldMean;
  /** At the fixed threshold. */
  readonly atThreshold: FoldMean;
  readonly folds: readonly FoldResult[];
}

/**
 * The protocol of Labeled Faces in the Wild, View 2 (Huang et al. 2007): the pairs of each fold are decided by the
 * threshold that is best on all the others; reported are the mean of the folds' accuracies and its standard error.
 *
 * @param threshold the fixed one, which knows none of the folds
 * @returns nothing where the pairs are of fewer than two folds
 */
export function crossValidate(
  pairs: readonly FoldedPair[],
  threshold: number,
): CrossValidation | undefined {
  const thresholds = thresholdsOf(pairs);
  if (thresholds.size < 2) return undefined;
  const folds = Array.from(thresholds, ([number, best]): FoldResult => {
    const own = pairs.filter(({ fold }) => fold === number);
    return {
      pairs: own.length,
      threshold: best,
      accuracy: accuracyAt(own, best),
      atThreshold: accuracyAt(own, threshold),
    };
  });
  return {
    accuracy: meanOf(folds.map(({ accuracy }) => accuracy)),
    atThreshold: meanOf(folds.map(({ atThreshold }) => atThreshold)),
    folds,
  };
}

/**
 * Whether each pair is decided rightly by the threshold that is best on all folds but its own, in the order of the list.
 *
 * @returns nothing where the pairs are of fewer than two folds
 */
export function decideByFolds(pairs: readonly FoldedPair[]): boolean[] | undefined {
  const thresholds = thresholdsOf(pairs);
  if (thresholds.size < 2) return undefined;
  return pairs.map(({ same, distance, fold }) => {
    return distance < (thresholds.get(fold) ?? Number.NaN) === same;
  });
}

/** For each fold, in the order of their numbers, the threshold that is best on all others. */
function thresholdsOf(pairs: readonly FoldedPair[]): Map<number, number> {
  const numbers = [...new Set(pairs.map(({ fold }) => fold))].sort((a, b) => a - b);
  return new Map(
    numbers.map((number) => {
      return [number, bestThreshold(pairs.filter(({ fold }) => fold !== number)).threshold];
    }),
  );
}

/** @param values two at least */
function meanOf(values: readonly number[]): FoldMean {
  const { length } = values;
  const mean = values.reduce((sum, value) => sum + value, 0) / length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (length - 1);
  return { mean, standardError: Math.sqrt(variance / length) };
}
