import path from 'node:path';
import { type CalibrationReport, calibratePeople } from '../../evaluate/calibrate-people.ts';
import type { Estimate } from '../../evaluate/people-metrics.ts';
import { FacePipeline } from '../../pipeline.ts';
import { type DescribePhotosOptions, describePhotos } from '../describe-photos.ts';
import { replaceFile, requireWritable } from '../files.ts';
import { type ModelOptions, modelsOf } from '../options.ts';
import { listPortraits, templatesOf } from '../people-folder.ts';
import { note, printJson, printText } from '../report.ts';

export interface CalibrateCommandOptions extends ModelOptions, DescribePhotosOptions {
  /** The false-match rate that is wanted. */
  readonly far: number;
  readonly prior?: number;
  readonly name?: string;
  readonly out?: string;
  readonly json?: boolean;
  readonly recognizer?: string;
  readonly mirror?: boolean;
}

/** `facegpu calibrate`: what distances mean for the photos of one's own people. */
export async function calibrate(people: string, options: CalibrateCommandOptions): Promise<void> {
  const { far, prior, out, json, recognizer, mirror } = options;
  const { name = path.parse(path.resolve(people)).name } = options;
  if (out !== undefined) await requireWritable(out);
  const portraits = await listPortraits(people);
  await using pipeline = await FacePipeline.create({
    ...modelsOf(options),
    ...(recognizer !== undefined && { recognizer }),
    ...(mirror && { mirror }),
  });
  const files = portraits.map(({ file }) => file);
  const [described] = await describePhotos(pipeline, files, options);
  const { model, metric, threshold } = described.recognizer;
  const { templates } = templatesOf(described, portraits);
  const wanted = {
    name,
    model,
    metric,
    falseMatchRate: far,
    ...(prior !== undefined && { prior }),
  };
  const report = calibratePeople(templates, wanted);
  for (const warning of report.warnings) note(`note: ${warning}`);
  if (json) printJson(report);
  else printText(toText(report, threshold));
  if (out === undefined) return;
  await replaceFile(out, `${JSON.stringify(report.calibration, null, 1)}\n`);
  note(`the calibration is in ${out}: compare and identify take it as --calibration ${out}`);
}

function toText({ calibration, atThreshold }: CalibrationReport, usual: number): string {
  const { name, model, measuredOn, falseMatchRate, threshold, thresholds } = calibration;
  const { people, photos, matedPairs, nonMatedPairs } = measuredOn;
  const { extrapolated, probability } = calibration;
  const rows: [string, string][] = [
    ['calibration', name],
    ['descriptors', model],
    ['people', `${people}, ${photos} photos`],
    ['pairs', `${matedPairs} of one person, ${nonMatedPairs} of two`],
    [
      `threshold at ${falseMatchRate}`,
      `${threshold.toFixed(4)}${extrapolated ? ', extrapolated' : ''}; the model's own is ${usual.toFixed(4)} at 1e-4`,
    ],
    ['false matches there', inPercent(atThreshold.fmr)],
    ['false non-matches', inPercent(atThreshold.fnmr)],
    ['probability', probability ? `logistic, at a prior of ${probability.prior}` : 'none'],
    ...thresholds.map(({ falseMatchRate, distance, pairs, extrapolated }): [string, string] => {
      const counted = extrapolated ? 'extrapolated' : `${pairs} pairs below`;
      return [`  at ${falseMatchRate}`, `${distance.toFixed(4)}, ${counted}`];
    }),
  ];
  return rows.map(([head, text]) => head.padEnd(24) + text).join('\n');
}

/** A share, with the interval of 95 %. */
function inPercent({ value, low, high }: Estimate): string {
  const [share, from, to] = [value, low, high].map((part) => Number((part * 100).toPrecision(3)));
  return `${share} % (${from} – ${to}), of these very pairs`;
}
