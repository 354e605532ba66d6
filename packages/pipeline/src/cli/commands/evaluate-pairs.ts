import { writeFile } from 'node:fs/promises';
import type { RecognizerInfo } from '../../api/options.ts';
import type { CachedDescriptor } from '../../evaluate/cached-descriptor.ts';
import { type MeasuredPair, type Metrics, measure, rocCurve } from '../../evaluate/metrics.ts';
import type { Pair } from '../../evaluate/pairs.ts';
import { plotRoc } from '../../evaluate/roc-plot.ts';
import { distanceOf } from '../../match/metric.ts';
import { writing } from '../files.ts';

/** What `--json` prints. */
export interface PairsReport extends Metrics {
  readonly model: string;
  readonly pairs: number;
  /** Photos in which no face was found. */
  readonly missed: readonly string[];
  readonly threshold: number;
  /** Of each pair; `null` where a face was missed. */
  readonly distances: readonly (number | null)[];
}

/** How well the distances of listed pairs tell people apart. */
export function measurePairs(
  { model, metric, threshold }: RecognizerInfo,
  list: readonly Pair[],
  descriptors: ReadonlyMap<string, CachedDescriptor>,
): PairsReport {
  const distances = list.map(({ a, b }) => {
    const [first, second] = [descriptors.get(a), descriptors.get(b)];
    return first && second ? distanceOf(metric, first, second) : null;
  });
  const missed = [...descriptors].flatMap(([photo, found]) => (found ? [] : [photo]));
  const { accuracy, best, auc, tar } = measure(measuredPairs(list, distances), threshold);
  return { model, pairs: list.length, missed, threshold, accuracy, best, auc, tar, distances };
}

/**
 * Writes the ROC curve of a report on a list.
 *
 * @throws FaceGpuError `file-unwritable`
 */
export async function plotPairs(
  { model, distances }: PairsReport,
  list: readonly Pair[],
  file: string,
): Promise<void> {
  const curve = rocCurve(measuredPairs(list, distances));
  const plot = await plotRoc(curve, `${list.length} pairs, ${model}`);
  await writing(file, () => writeFile(file, plot));
}

/** Pairs in which a face was missed are infinitely far apart. */
function measuredPairs(list: readonly Pair[], distances: PairsReport['distances']): MeasuredPair[] {
  return list.map(({ same }, i) => ({ same, distance: distances[i] ?? Number.POSITIVE_INFINITY }));
}

export function pairsToText(report: PairsReport): string {
  const { model, pairs, missed, threshold, accuracy, best, auc, tar } = report;
  const percent = (value: number) => `${(value * 100).toFixed(2)} %`;
  const rows: [string, string][] = [
    ['descriptors', model],
    ['pairs', String(pairs)],
    [
      'photos without a face',
      `${missed.length}${missed.length > 0 ? `: ${missed.join(', ')}` : ''}`,
    ],
    [`accuracy at ${threshold.toFixed(3)}`, percent(accuracy)],
    ['best accuracy', `${percent(best.accuracy)} at ${best.threshold.toFixed(3)}`],
    ['area under the curve', auc.toFixed(4)],
    ['accepted at FAR 1 %', percent(tar['0.01'])],
    ['accepted at FAR 0.1 %', percent(tar['0.001'])],
  ];
  return rows.map(([name, value]) => name.padEnd(24) + value).join('\n');
}
