import { writeFile } from 'node:fs/promises';
import { FaceGpuError } from '@facegpu/kernels';
import {
  type CrossValidation,
  crossValidate,
  type FoldMean,
} from '../../evaluate/cross-validate.ts';
import { type DiscardPoint, errorVersusDiscard } from '../../evaluate/error-discard.ts';
import {
  type ByRate,
  falseAcceptRates,
  type MeasuredPair,
  type Metrics,
  measure,
  rocCurve,
} from '../../evaluate/metrics.ts';
import type { Pair } from '../../evaluate/pairs.ts';
import { plotRoc } from '../../evaluate/roc-plot.ts';
import { trueAccepts } from '../../evaluate/true-accepts.ts';
import { type Interval, wilson } from '../../evaluate/wilson.ts';
import { distanceOf } from '../../match/metric.ts';
import type { DescribedPhotos } from '../describe-photos.ts';
import { writing } from '../files.ts';
import { countAndNames } from '../report.ts';

/** What `--json` prints. */
export interface PairsReport extends Metrics {
  /** Where the list has folds, as LFW's has ten. */
  readonly crossValidation?: CrossValidation;
  readonly model: string;
  /** How many were measured. */
  readonly pairs: number;
  /** How many of them are of one person, and of two. */
  readonly matedPairs: number;
  readonly nonMatedPairs: number;
  /** Photos in which no face was found. */
  readonly missed: readonly string[];
  /** Photos that can't be used: their pairs are left out. */
  readonly unreadable: readonly string[];
  /** How many pairs those are. */
  readonly leftOut: number;
  readonly threshold: number;
  /** Of 95 %, Wilson's, as if pairs were independent. */
  readonly intervals: {
    readonly accuracy: Interval;
    /** Nothing without pairs of two people. */
    readonly tar?: ByRate<Interval>;
  };
  /**
   * What remains where pairs of low quality are discarded, up to half of them; with a report.
   */
  readonly discard?: readonly DiscardPoint[];
  /** Of each pair of the list; `null` where a face was missed, or the pair is left out. */
  readonly distances: readonly (number | null)[];
}

/**
 * How well the distances of listed pairs tell people apart.
 *
 * @throws FaceGpuError `bad-argument` where none of them has two photos that can be used
 */
export function measureList(
  { recognizer, descriptors, unreadable, qualities }: DescribedPhotos,
  list: readonly Pair[],
): PairsReport {
  const { model, metric, threshold } = recognizer;
  const distances = list.map(({ a, b }) => {
    const [first, second] = [descriptors.get(a), descriptors.get(b)];
    return first && second ? distanceOf(metric, first, second) : null;
  });
  const missed = [...descriptors].flatMap(([photo, found]) => (found ? [] : [photo]));
  const measured = measuredPairs({ unreadable, distances }, list);
  if (measured.length === 0) {
    throw new FaceGpuError(
      'bad-argument',
      `no pair is left: ${unreadable.length} photos can't be used`,
      'Check the paths of the list: they are relative to its folder.',
    );
  }
  const leftOut = list.length - measured.length;
  const { accuracy, best, auc, tar } = measure(measured, threshold);
  const folded = measured.flatMap(({ fold, ...pair }) => {
    return fold === undefined ? [] : [{ ...pair, fold }];
  });
  const crossValidation = crossValidate(folded, threshold);
  const mated = measured.filter(({ same }) => same).length;
  const pairs = measured.length;
  const counts = { pairs, matedPairs: mated, nonMatedPairs: pairs - mated };
  const interval = (share: number, trials: number) => wilson(Math.round(share * trials), trials);
  const intervals = {
    accuracy: interval(accuracy, pairs),
    ...(tar && {
      tar: { '0.01': interval(tar['0.01'], mated), '0.001': interval(tar['0.001'], mated) },
    }),
  };
  const qualified =
    qualities &&
    measured.map((pair) => {
      const [a, b] = [pair.a, pair.b].map((name) => qualities.get(name) ?? 0);
      return { ...pair, quality: Math.min(a, b) };
    });
  return {
    model,
    ...counts,
    missed,
    unreadable,
    leftOut,
    threshold,
    accuracy,
    best,
    auc,
    ...(tar && { tar }),
    intervals,
    ...(qualified && { discard: errorVersusDiscard(qualified, threshold) }),
    ...(crossValidation && { crossValidation }),
    distances,
  };
}

/**
 * Writes the ROC curve of a report on a list.
 *
 * @throws FaceGpuError `file-unwritable`
 */
export async function plotPairs(
  report: PairsReport,
  list: readonly Pair[],
  file: string,
): Promise<void> {
  const curve = rocCurve(measuredPairs(report, list));
  const plot = await plotRoc(curve, `${report.pairs} pairs, ${report.model}`);
  await writing(file, () => writeFile(file, plot));
}

/** Pairs in which a face was missed are infinitely far apart; those of unreadable photos are left out. */
function measuredPairs(
  { unreadable, distances }: Pick<PairsReport, 'unreadable' | 'distances'>,
  list: readonly Pair[],
): (MeasuredPair & Pick<Pair, 'a' | 'b' | 'fold'>)[] {
  const unused = new Set(unreadable);
  return list.flatMap(({ a, b, same, fold }, i) => {
    if (unused.has(a) || unused.has(b)) return [];
    const distance = distances[i] ?? Number.POSITIVE_INFINITY;
    return [{ a, b, same, distance, ...(fold !== undefined && { fold }) }];
  });
}

export function pairsToText(report: PairsReport): string {
  const { model, pairs, missed, unreadable, leftOut } = report;
  const { threshold, accuracy, best, auc, intervals } = report;
  const percent = (value: number) => `${(value * 100).toFixed(2)} %`;
  const range = ({ low, high }: Interval) => `(${percent(low)} – ${percent(high)})`;
  const rows: [string, string][] = [
    ['descriptors', model],
    ['pairs', String(pairs)],
    ['photos without a face', countAndNames(missed)],
    [`accuracy at ${threshold.toFixed(3)}`, `${percent(accuracy)} ${range(intervals.accuracy)}`],
    ...foldRows(report),
    ['best accuracy', `${percent(best.accuracy)} at ${best.threshold.toFixed(3)}`],
    ['area under the curve', auc.toFixed(4)],
    ...falseAcceptRates.map((rate): [string, string] => {
      const told = trueAccepts(report, rate);
      const words = typeof told === 'string' ? told : `${percent(told.value)} ${range(told)}`;
      return [`accepted at FAR ${Number(rate) * 100} %`, words];
    }),
  ];
  if (unreadable.length > 0) {
    rows.splice(
      2,
      0,
      ['pairs left out', String(leftOut)],
      ['unreadable', countAndNames(unreadable)],
    );
  }
  return rows.map(([name, value]) => name.padEnd(24) + value).join('\n');
}

/** What the folds of a list say, with its standard error. */
function foldRows({ crossValidation, threshold }: PairsReport): [string, string][] {
  if (!crossValidation) return [];
  const { accuracy, atThreshold, folds } = crossValidation;
  const words = ({ mean, standardError }: FoldMean) =>
    `${(mean * 100).toFixed(2)} ± ${(standardError * 100).toFixed(2)} %`;
  const picked = folds.map(({ threshold }) => threshold);
  const [from, to] = [Math.min(...picked), Math.max(...picked)].map((value) => value.toFixed(3));
  return [
    [`mean of ${folds.length} folds`, `${words(accuracy)} at ${from} to ${to}, of the others`],
    ['', `${words(atThreshold)} at ${threshold.toFixed(3)}`],
  ];
}
