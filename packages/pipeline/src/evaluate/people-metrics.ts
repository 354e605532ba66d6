import { distanceAtRate, type Threshold } from '../match/thresholds.ts';
import { type AllPairs, mostRivals } from './compare-all.ts';
import type { DistanceHistogram } from './distance-histogram.ts';
import { intervalOf, type Tally } from './resample.ts';
import type { Interval } from './wilson.ts';

/** A share, and where it lies with a confidence of 95 %. */
export interface Estimate extends Interval {
  readonly value: number;
}

/** What a threshold does. */
export interface RatesAt {
  readonly threshold: number;
  /** False-match rate: share of two people's pairs below the threshold. */
  readonly fmr: Estimate;
  /** False-non-match rate: share of one person's pairs from the threshold on. */
  readonly fnmr: Estimate;
}

/** What is accepted where that many of two people's pairs may be. */
export interface AcceptedAt {
  /** False accept rate, at most. */
  readonly far: number;
  /** The largest threshold that keeps to it, and two people's pairs below that. */
  readonly threshold: number;
  readonly pairs: number;
  /** True accept rate: share of one person's pairs below the threshold, which is taken as given. */
  readonly tar: Estimate;
}

/** How well a recognition model tells the people of a folder apart. */
export interface PeopleMetrics {
  readonly matedPairs: number;
  readonly nonMatedPairs: number;
  readonly atThresholds: readonly RatesAt[];
  /** Only rates at which a pair of two people may be accepted at all. */
  readonly atRates: readonly AcceptedAt[];
  /** Where as large a share of one person's pairs is refused as of two people's is accepted. */
  readonly eer: { readonly rate: number; readonly threshold: number };
  /**
   * Identification: each photo whose person has others is looked for among all other photos, and people
   * are ranked by the nearest photo of each.
   */
  readonly identification: {
    readonly probes: number;
    /** Share of them whose own person comes first. */
    readonly rank1: number;
    /** Share of them whose own person is among the first five. */
    readonly rank5: number;
  };
  /** Distances at false-match rates, as the description of a model holds them. */
  readonly thresholds: readonly Threshold[];
}

const falseAcceptRates = [1e-1, 1e-2, 1e-3, 1e-4, 1e-5];
const falseMatchRates = [1e-2, 1e-3, 1e-4, 1e-5, 1e-6];

/** Fewer pairs than this don't say where a tail ends: a third more or less of them is chance. */
export const fewestBelow = 10;

/** @param thresholds those at which `all` has counted false matches */
export function measurePeople(all: AllPairs, thresholds: readonly number[]): PeopleMetrics {
  const { mated, nonMated, rivals, falseMatches } = all;
  const matedPairs = mated.reduce((sum, { length }) => sum + length, 0);
  const accepted = (threshold: number) => {
    return mated
      .filter(({ length }) => length > 0)
      .map((own): Tally => {
        return {
          accepted: own.filter((distance) => distance < threshold).length,
          pairs: own.length,
        };
      });
  };
  const atThresholds = thresholds.map((threshold, i): RatesAt => {
    const { value, low, high } = estimate(accepted(threshold));
    return {
      threshold,
      fmr: estimate(falseMatches[i].filter(({ pairs }) => pairs > 0)),
      fnmr: { value: 1 - value, low: 1 - high, high: 1 - low },
    };
  });
  const atRates = falseAcceptRates.flatMap((far): AcceptedAt[] => {
    const pairs = allowed(far, nonMated.total);
    if (pairs === 0) return [];
    const threshold = nonMated.thresholdOf(pairs);
    return [{ far, threshold, pairs, tar: estimate(accepted(threshold)) }];
  });
  const within = (rank: number) => {
    return rivals.filter((count) => count < rank).length / (rivals.length || 1);
  };
  return {
    matedPairs,
    nonMatedPairs: nonMated.total,
    atThresholds,
    atRates,
    eer: equalErrorRate(
      mated.flatMap((own) => [...own]).sort((a, b) => a - b),
      nonMated,
    ),
    identification: { probes: rivals.length, rank1: within(1), rank5: within(mostRivals) },
    thresholds: calibrate(nonMated),
  };
}

/**
 * The distances at false-match rates. One at which fewer than ten pairs are left is read off the line through the two
 * least rates above it. Where a face was missed there is no distance: such a pair says nothing.
 *
 * @param rates the largest first; from 1e-2 down to 1e-6 unless told
 * @returns nothing where the pairs are too few for two rates
 */
export function calibrate(
  nonMated: DistanceHistogram,
  rates: readonly number[] = falseMatchRates,
): Threshold[] {
  const thresholds: Threshold[] = [];
  for (const falseMatchRate of rates) {
    const pairs = allowed(falseMatchRate, nonMated.finite);
    if (pairs >= fewestBelow) {
      thresholds.push({ falseMatchRate, distance: nonMated.thresholdOf(pairs), pairs });
    } else if (thresholds.length < 2) return [];
    else {
      const distance = distanceAtRate(thresholds, falseMatchRate);
      thresholds.push({ falseMatchRate, distance, pairs, extrapolated: true });
    }
  }
  return thresholds;
}

/** How many of some pairs may be accepted at a rate; a product that should be whole may fall short. */
export function allowed(rate: number, pairs: number): number {
  return Math.floor(rate * pairs + 1e-9);
}

function estimate(tallies: readonly Tally[]): Estimate {
  let [accepted, pairs] = [0, 0];
  for (const tally of tallies) {
    accepted += tally.accepted;
    pairs += tally.pairs;
  }
  return { value: accepted / (pairs || 1), ...intervalOf(tallies) };
}

/** Where the two error rates cross, as thresholds grow; between two points they change evenly. */
function equalErrorRate(
  mated: readonly number[],
  nonMated: DistanceHistogram,
): PeopleMetrics['eer'] {
  let before = { threshold: 0, fmr: 0, fnmr: 1 };
  for (const next of errorRates(mated, nonMated)) {
    if (next.fmr >= next.fnmr) {
      const gap = before.fnmr - before.fmr;
      const share = gap / (gap + next.fmr - next.fnmr);
      return {
        rate: before.fmr + share * (next.fmr - before.fmr),
        threshold: before.threshold + share * (next.threshold - before.threshold),
      };
    }
    before = next;
  }
  return { rate: before.fnmr, threshold: before.threshold };
}

/** Both error rates where a bucket of two people's pairs begins, and where it ends. */
function* errorRates(mated: readonly number[], nonMated: DistanceHistogram) {
  let accepted = 0;
  let falseMatches = 0;
  const at = (threshold: number) => {
    while (accepted < mated.length && mated[accepted] < threshold) accepted++;
    const fmr = falseMatches / nonMated.total;
    return { threshold, fmr, fnmr: 1 - accepted / (mated.length || 1) };
  };
  for (const { start, end, count } of nonMated.buckets()) {
    yield at(start);
    falseMatches += count;
    yield at(end);
  }
}
