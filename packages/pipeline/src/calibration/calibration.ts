import type { Metric } from '../match/metric.ts';
import type { Threshold } from '../match/thresholds.ts';

/**
 * What distances mean for the people of a set of photos: measured by `facegpu calibrate` or `calibratePeople`, kept
 * as JSON, and given to `FacePipeline.create`.
 */
export interface Calibration {
  /** Says what the JSON is. */
  readonly format: 'facegpu-calibration';
  readonly version: 1;
  /** What results name it by. */
  readonly name: string;
  /** The stamp of the descriptors that were measured: those of another model mean something else. */
  readonly model: string;
  readonly metric: Metric;
  /** What it was measured on. */
  readonly measuredOn: {
    readonly people: number;
    readonly photos: number;
    /** Pairs of photos of one person, and of two. */
    readonly matedPairs: number;
    readonly nonMatedPairs: number;
  };
  /** The false-match rate that was asked for, and the distance there. */
  readonly falseMatchRate: number;
  readonly threshold: number;
  /** Whether too few pairs were that near, so that the threshold was read off the line through larger rates. */
  readonly extrapolated: boolean;
  /** Distances at false-match rates, the largest rate first. */
  readonly thresholds: readonly Threshold[];
  /** How a distance becomes a probability; not there where too few pairs show one person. */
  readonly probability?: LogisticFit | undefined;
}

/** The probability that two faces are one person's, by a logistic function of their distance. */
export interface LogisticFit {
  readonly method: 'logistic';
  /** The share of one person's pairs among those that are compared, before their distances are known. */
  readonly prior: number;
  /** The logarithm of how much likelier a distance is for one person than for two: `intercept − slope · distance`. */
  readonly intercept: number;
  readonly slope: number;
  /** That logarithm is taken no farther than so many pairs can tell. */
  readonly least: number;
  readonly most: number;
}

/** @returns nothing where the calibration has no probabilities */
export function probabilityAt({ probability }: Calibration, distance: number): number | undefined {
  if (!probability) return undefined;
  const { prior, intercept, slope, least, most } = probability;
  const evidence = Math.min(most, Math.max(least, intercept - slope * distance));
  return 1 / (1 + ((1 - prior) / prior) * Math.exp(-evidence));
}
