import { FaceGpuError } from '@facegpu/kernels';
import type { Calibration } from '../calibration/calibration.ts';
import type { Metric } from '../match/metric.ts';
import { distanceAtRate } from '../match/thresholds.ts';
import { compareAll, type Template } from './compare-all.ts';
import type { DistanceHistogram } from './distance-histogram.ts';
import { fitLogistic } from './fit-logistic.ts';
import { allowed, calibrate, fewestBelow, measurePeople, type RatesAt } from './people-metrics.ts';

export interface CalibrateOptions {
  /** What results are to name it by. */
  readonly name: string;
  /** The stamp of the descriptors, and their metric. */
  readonly model: string;
  readonly metric: Metric;
  /** The share of two people's pairs that may be taken for one person's: above 0, below 1. */
  readonly falseMatchRate: number;
  /** The share of one person's pairs among those that will be compared; 0.5 unless told. */
  readonly prior?: number;
}

/** A calibration, and what its threshold does to the very pairs that it was measured on. */
export interface CalibrationReport {
  readonly calibration: Calibration;
  /** With intervals that draw people, with all their pairs. */
  readonly atThreshold: RatesAt;
  /** What was left out, and what there were too few pairs for, in words. */
  readonly warnings: readonly string[];
}

/** Fewer pairs of one person than this don't say how their distances are spread. */
const fewestMated = 20;

/** Tenfold rates, as far as a model file's thresholds go. */
const usualRates = [1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6];

/**
 * Measures what distances mean for some people: thresholds at false-match rates, and the probability that two faces
 * are one person's. Nothing is guessed: a threshold at a rate that too few pairs reach is marked as extrapolated, and
 * there is none where the pairs are too few for two rates. Photos without a face are left out.
 *
 * @throws FaceGpuError `bad-argument` where pairs are too few for any threshold, or have no finite distance
 */
export function calibratePeople(
  templates: readonly Template[],
  { name, model, metric, falseMatchRate, prior = 0.5 }: CalibrateOptions,
): CalibrationReport {
  const used = templates.filter(({ descriptor }) => descriptor !== null);
  const { nonMated, mated } = compareAll(used, metric);
  requireFinite(nonMated);
  const thresholds = calibrate(nonMated, ratesFor(falseMatchRate, nonMated.total));
  const wanted = thresholds.find((own) => own.falseMatchRate === falseMatchRate);
  if (!wanted) throw tooFew(nonMated.total, falseMatchRate);
  const threshold = distanceAtRate(thresholds, falseMatchRate);
  const extrapolated = wanted.extrapolated ?? false;
  const warnings: string[] = [];
  const missed = templates.length - used.length;
  if (missed > 0) {
    warnings.push(
      missed === 1
        ? '1 photo without a face is left out'
        : `${missed} photos without a face are left out`,
    );
  }
  if (extrapolated) {
    warnings.push(
      `${nonMated.total} pairs of two people are too few for a false-match rate of ${falseMatchRate}, which takes ${pairsFor(falseMatchRate)}: the threshold is extrapolated from larger rates`,
    );
  }
  const distances = mated.flatMap((own) => [...own].filter(Number.isFinite));
  const probability =
    distances.length < fewestMated
      ? undefined
      : fitLogistic(
          distances.map((distance) => ({ distance, count: 1 })),
          Array.from(nonMated.buckets(), ({ start, end, count }) => {
            return { distance: (start + end) / 2, count };
          }),
          prior,
        );
  if (!probability) {
    warnings.push(
      `${distances.length} pairs of one person are too few for probabilities, which take ${fewestMated}: there are none`,
    );
  }
  const { atThresholds, matedPairs } = measurePeople(compareAll(used, metric, [threshold]), [
    threshold,
  ]);
  const people = new Set(used.map(({ person }) => person)).size;
  const photos = used.length;
  return {
    calibration: {
      format: 'facegpu-calibration',
      version: 1,
      name,
      model,
      metric,
      measuredOn: { people, photos, matedPairs, nonMatedPairs: nonMated.total },
      falseMatchRate,
      threshold,
      extrapolated,
      thresholds,
      ...(probability && { probability }),
    },
    atThreshold: atThresholds[0],
    warnings,
  };
}

/**
 * The rates that are measured, the largest first. A line takes two of them: where the wanted one is the only one that can
 * be measured, a larger one goes with it.
 */
function ratesFor(wanted: number, pairs: number): number[] {
  const rates = [...new Set([...usualRates, wanted])].sort((a, b) => b - a);
  const measurable = rates.filter((rate) => allowed(rate, pairs) >= fewestBelow);
  const isAlone = measurable.length === 1 && measurable[0] === wanted;
  return isAlone ? [(1 + wanted) / 2, ...rates] : rates;
}

/** @throws FaceGpuError `bad-argument`: what isn't finite would make thresholds larger than they are */
function requireFinite({ total, finite }: DistanceHistogram): void {
  if (finite === total) return;
  throw new FaceGpuError(
    'bad-argument',
    `${total - finite} of ${total} pairs of two people have no finite distance`,
    'Leave out templates whose descriptors hold NaN or infinity, or give null where no face was found.',
  );
}

/** How many pairs of two people it takes to measure a rate. */
function pairsFor(rate: number): number {
  return Math.ceil(fewestBelow / rate - 1e-9);
}

function tooFew(pairs: number, rate: number): FaceGpuError {
  const needed = pairsFor(rate);
  const people = Math.ceil((1 + Math.sqrt(1 + 8 * needed)) / 2);
  const least = pairsFor(usualRates[1]);
  const further = least < needed ? `; from ${least} pairs on, it is extrapolated` : '';
  return new FaceGpuError(
    'bad-argument',
    `there are ${pairs} pairs of two people: too few for any threshold at a false-match rate of ${rate}`,
    `Measuring that rate takes ${needed} pairs, as ${people} people with a photo each have${further}. Until then, the model's own thresholds are better.`,
  );
}
