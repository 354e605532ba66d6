import path from 'node:path';
import { FaceGpuError } from '@facegpu/kernels';
import { type CalibrationReport, calibratePeople } from '../../evaluate/calibrate-people.ts';
import type { Estimate } from '../../evaluate/people-metrics.ts';
import type { Json } from '../../gallery/entries.ts';
import { shownPlace } from '../../gallery/storages/postgres.ts';
import type { StoredGallery } from '../../gallery/stored-gallery.ts';
import { Gallery } from '../../match/gallery.ts';
import { FacePipeline } from '../../pipeline.ts';
import { type DescribePhotosOptions, describePhotos } from '../describe-photos.ts';
import { replaceFile, requireWritable } from '../files.ts';
import { type GalleryFileOptions, openingOf } from '../gallery-options.ts';
import { type ModelOptions, modelsOf, type RecognitionOptions, recognitionOf } from '../options.ts';
import { listPortraits, templatesOf } from '../people-folder.ts';
import { note, printJson, printText } from '../report.ts';

export interface CalibrateCommandOptions
  extends ModelOptions,
    RecognitionOptions,
    DescribePhotosOptions,
    GalleryFileOptions {
  /** The false-match rate that is wanted. */
  readonly far: number;
  readonly prior?: number;
  readonly name?: string;
  readonly out?: string;
  /** The file of a gallery that is to go by it. */
  readonly gallery?: string;
}

/** `facegpu calibrate`: what distances mean for the photos of one's own people. */
export async function calibrate(people: string, options: CalibrateCommandOptions): Promise<void> {
  const { far, prior, out, json, gallery: file } = options;
  const name = nameOf(people, options);
  if (out !== undefined) await requireWritable(out);
  const portraits = await listPortraits(people);
  await using pipeline = await FacePipeline.create({
    ...modelsOf(options),
    ...recognitionOf(options),
  });
  await using gallery = file === undefined ? null : await openGallery(file, pipeline, options);
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
  if (out !== undefined) {
    await replaceFile(out, `${JSON.stringify(report.calibration, null, 1)}\n`);
    note(`the calibration is in ${out}: compare and identify take it as --calibration ${out}`);
  }
  if (gallery && file !== undefined) {
    await gallery.putSetting('calibration', report.calibration as unknown as Json);
    const place = shownPlace(file);
    note(`the calibration is in ${place}: identify --gallery ${place} goes by it`);
  }
}

/** @throws FaceGpuError `bad-argument` where there is none */
function nameOf(people: string, { name }: CalibrateCommandOptions): string {
  const own = name ?? path.parse(path.resolve(people)).name;
  if (own.trim() !== '') return own;
  throw new FaceGpuError(
    'bad-argument',
    name === undefined ? `${people} has no name for a calibration` : 'the name is empty',
    'Name it with --name.',
  );
}

/** A gallery whose faces are described as those that are to be measured. */
async function openGallery(
  file: string,
  pipeline: FacePipeline,
  options: GalleryFileOptions,
): Promise<StoredGallery> {
  const gallery = await Gallery.open(file, { pipeline, ...(await openingOf(options)) });
  try {
    const { model } = await gallery.stats();
    const own = pipeline.info.model;
    if (model !== null && model !== own) throw otherModel(file, model, own);
    return gallery;
  } catch (error) {
    await gallery.dispose();
    throw error;
  }
}

function otherModel(file: string, model: string, own: string): FaceGpuError {
  return new FaceGpuError(
    'model-mismatch',
    `the faces of ${shownPlace(file)} are descriptors of ${model}, and ${own} is to be measured`,
    'Give --recognizer, --mirror and --alignment as they were when faces were enrolled.',
  );
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
