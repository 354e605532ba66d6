import { kinds, schema } from '@facegpu/nn';
import { type Calibration, probabilityAt } from '../calibration/calibration.ts';

const { is, listOf, maybe, of, table } = schema;

/** How near two people's faces come: measured, and kept in the file of the recognition model. */
export interface Threshold {
  /** Share of pairs that show two people and are nearer. */
  readonly falseMatchRate: number;
  /** By the metric of the model. */
  readonly distance: number;
  /** How many such pairs were counted below it: few of them make a rough threshold. */
  readonly pairs: number;
  /** Whether it was read off the line through larger rates: too few pairs were that near. */
  readonly extrapolated?: boolean | undefined;
}

const threshold = table<Threshold>({
  falseMatchRate: is('a rate above 0, below 1', (value) => Number(value) > 0 && Number(value) < 1),
  distance: is('a distance from 0', (value) => Number.isFinite(value) && Number(value) >= 0),
  pairs: of(kinds.whole(0, Number.MAX_SAFE_INTEGER)),
  extrapolated: maybe(of(kinds.flag)),
});

/** Thresholds, as a model file says them. */
export const thresholdsSchema: schema.Schema = (value, path) => {
  const flaw = listOf(threshold)(value, path);
  if (flaw !== undefined) return flaw;
  const thresholds = value as readonly Threshold[];
  if (thresholds.length < 2) return `${path} has less than two rates`;
  const wrong = thresholds.findIndex(({ falseMatchRate, distance }, i) => {
    const before = i === 0 ? undefined : thresholds[i - 1];
    return before && (falseMatchRate >= before.falseMatchRate || distance > before.distance);
  });
  if (wrong < 0) return undefined;
  return `${path}[${wrong}] is no smaller rate at a smaller distance than the one before it`;
};

/** The rate at which two faces are taken for one person's where nothing else is asked for. */
export const usualRate = 1e-4;

/**
 * The distance below which this share of two people's pairs lies: between measured thresholds on a
 * straight line over the logarithm of the rate, beyond the least rate on that line's end. As the tail
 * falls faster than such a line, that is stricter than it needs to be. No rate above the largest one that
 * was measured is told apart from it.
 *
 * @param thresholds two at least, the largest rate first, each nearer than the one before
 * @param rate above 0
 */
export function distanceAtRate(
  thresholds: readonly Pick<Threshold, 'falseMatchRate' | 'distance'>[],
  rate: number,
): number {
  const { rates, distances } = columnsOf(thresholds);
  return Math.max(0, interpolate(rates, distances, Math.log10(rate)));
}

/**
 * The share of two people's pairs that are below a distance: the inverse of {@link distanceAtRate}. No more than the
 * largest rate that was measured, whatever the distance.
 *
 * @param thresholds two at least, the largest rate first, each nearer than the one before
 */
export function rateAtDistance(
  thresholds: readonly Pick<Threshold, 'falseMatchRate' | 'distance'>[],
  distance: number,
): number {
  const { rates, distances } = columnsOf(thresholds);
  return 10 ** interpolate(distances, rates, distance);
}

/** Where two faces are taken for one person's. */
export interface Verdict {
  /** Below this distance, by the metric of the recognition model. */
  readonly threshold: number;
  /** The share of two people's pairs that are below it, as measured. */
  readonly falseMatchRate: number;
}

/** What a distance means. */
export interface Judgement extends Verdict {
  readonly distance: number;
  /** Whether two faces so far apart are taken for one person's. */
  readonly same: boolean;
  /** That they are one person's, with the option `calibration`. */
  readonly probability?: number;
  /** The name of the calibration that says so. */
  readonly calibration?: string;
}

/** Judges a distance of two descriptors. */
export function judge(
  distance: number,
  verdict: Verdict,
  calibration: Calibration | undefined,
): Judgement {
  const probability = calibration && probabilityAt(calibration, distance);
  return {
    distance,
    ...verdict,
    same: distance < verdict.threshold,
    ...(calibration && probability !== undefined && { probability, calibration: calibration.name }),
  };
}

/** @param threshold that the caller wants, instead of what was measured at the rate */
export function verdictAt(
  thresholds: readonly Threshold[],
  falseMatchRate: number,
  threshold: number | undefined,
): Verdict {
  if (threshold === undefined) {
    return { threshold: distanceAtRate(thresholds, falseMatchRate), falseMatchRate };
  }
  return { threshold, falseMatchRate: rateAtDistance(thresholds, threshold) };
}

/** Rates as their logarithms to base 10. */
function columnsOf(thresholds: readonly Pick<Threshold, 'falseMatchRate' | 'distance'>[]) {
  return {
    rates: thresholds.map(({ falseMatchRate }) => Math.log10(falseMatchRate)),
    distances: thresholds.map(({ distance }) => distance),
  };
}

/** On straight lines between points whose x falls: the first one's y before it, and on the last line's end behind. */
function interpolate(xs: readonly number[], ys: readonly number[], x: number): number {
  if (x >= xs[0]) return ys[0];
  const next = xs.findIndex((other) => other <= x);
  const end = next < 0 ? xs.length - 1 : next;
  const width = xs[end - 1] - xs[end];
  // Two rates at one distance: where that ends, nothing goes on.
  const slope = width === 0 ? 0 : (ys[end - 1] - ys[end]) / width;
  return ys[end] + slope * (x - xs[end]);
}

/** Descriptors that the threshold of a smaller gallery is made for. */
const fewestCompared = 100;

/**
 * The false-match rate at which a face may be compared with so many descriptors, each of which may be wrong.
 *
 * @param falseNames the share of strangers that may be given a name
 */
export function rateFor(falseNames: number, descriptors: number): number {
  return falseNames / Math.max(descriptors, fewestCompared);
}
