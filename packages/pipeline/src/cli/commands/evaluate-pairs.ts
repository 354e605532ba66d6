import { writeFile } from 'node:fs/promises';
import type { PipelineInfo } from '../../api/options.ts';
import type { CachedDescriptor } from '../../evaluate/cached-descriptor.ts';
import { type MeasuredPair, type Metrics, measure, rocCurve } from '../../evaluate/metrics.ts';
import type { Pair } from '../../evaluate/pairs.ts';
import { plotRoc } from '../../evaluate/roc-plot.ts';
import { distanceOf } from '../../match/metric.ts';
import { unwritable } from '../files.ts';
import { note, printJson, printText } from '../report.ts';

export interface PairsReportOptions {
  readonly json?: boolean;
  /** A file for the ROC curve. */
  readonly plot?: string;
}

/** Says how well the distances of listed pairs tell people apart. */
export async function reportPairs(
  { model, metric, threshold }: PipelineInfo,
  list: readonly Pair[],
  descriptors: ReadonlyMap<string, CachedDescriptor>,
  { json, plot }: PairsReportOptions,
): Promise<void> {
  const pairs = list.map(({ a, b, same }): MeasuredPair => {
    const [first, second] = [descriptors.get(a), descriptors.get(b)];
    const distance = first && second ? distanceOf(metric, first, second) : Number.POSITIVE_INFINITY;
    return { same, distance };
  });
  const missed = [...descriptors].flatMap(([photo, found]) => (found ? [] : [photo]));
  const metrics = measure(pairs, threshold);
  if (plot !== undefined) {
    const curve = await plotRoc(rocCurve(pairs), `${pairs.length} pairs, ${model}`);
    await writeFile(plot, curve).catch((cause) => {
      throw unwritable(plot, cause);
    });
    note(`the ROC curve is in ${plot}`);
  }
  if (json) {
    const distances = pairs.map(({ distance }) => (Number.isFinite(distance) ? distance : null));
    const { accuracy, best, auc, tar } = metrics;
    printJson({ pairs: pairs.length, missed, threshold, accuracy, best, auc, tar, distances });
  } else {
    printText(toText(pairs.length, missed, threshold, metrics));
  }
}

function toText(
  pairs: number,
  missed: readonly string[],
  threshold: number,
  { accuracy, best, auc, tar }: Metrics,
): string {
  const percent = (value: number) => `${(value * 100).toFixed(2)} %`;
  const rows: [string, string][] = [
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
