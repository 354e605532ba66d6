import { FaceGpuError } from '@facegpu/kernels';
import type { PipelineOptions } from '../../api/options.ts';
import { type PhotoGroups, readGroups } from '../../evaluate/group-columns.ts';
import { type PairList, readCsvPairs, readLfwPairs } from '../../evaluate/pairs.ts';
import { FacePipeline } from '../../pipeline.ts';
import { type DescribePhotosOptions, describePhotos } from '../describe-photos.ts';
import { requireWritable } from '../files.ts';
import { type ModelOptions, modelsOf, type RecognitionOptions, recognitionOf } from '../options.ts';
import { listPortraits, peopleLayouts } from '../people-folder.ts';
import { note, printJson, printText } from '../report.ts';
import { evaluateDetection } from './evaluate-detection.ts';
import { evaluateLandmarks } from './evaluate-landmarks.ts';
import { measureList, pairsToText, plotPairs } from './evaluate-pairs.ts';
import { measureFolder, peopleToText } from './evaluate-people.ts';
import { writeReport } from './evaluate-report.ts';

export interface EvaluateOptions
  extends ModelOptions,
    Omit<RecognitionOptions, 'recognizer'>,
    Omit<DescribePhotosOptions, 'resolve'> {
  readonly json?: boolean;
  readonly lfw?: string;
  readonly pairs?: string;
  readonly people?: string;
  readonly detection?: string;
  readonly tiles?: boolean;
  readonly landmarks?: string;
  /** Each is measured by itself, on the same faces. */
  readonly recognizer?: readonly string[];
  readonly compat?: 'face-api';
  readonly plot?: string;
  /** A page that shows what was measured. */
  readonly report?: string;
  /** A CSV file with groups of photos, for that. */
  readonly groups?: string;
}

type OptionName = keyof EvaluateOptions;

/** What goes with everything that can be measured. */
const common: readonly OptionName[] = ['json', 'minScore', 'detector'];

/** What goes with descriptors. */
const describing: readonly OptionName[] = [
  'landmarker',
  'recognizer',
  'compat',
  'mirror',
  'alignment',
  'roll',
  'cache',
];

/** What goes with lists of pairs. */
const onPairs: readonly OptionName[] = ['plot', 'report', 'groups'];

/** What can be measured, and the options that go with it besides. */
interface Mode {
  /** As the user asked for it. */
  readonly name: string;
  readonly takes: readonly OptionName[];
  readonly run: () => Promise<void>;
}

/**
 * `facegpu evaluate`: how well distances tell people apart, by a list of pairs or by all pairs of a folder,
 * how well faces are found, or how far landmarks are from those that people have marked.
 */
export async function evaluate(csv: string | undefined, options: EvaluateOptions): Promise<void> {
  const { lfw, pairs, people, detection, landmarks } = options;
  const modes: Mode[] = [];
  if (csv !== undefined) {
    const run = () => evaluatePairs(csv, () => readCsvPairs(csv), options);
    modes.push({ name: 'a CSV file', takes: [...onPairs, ...describing], run });
  }
  if (lfw !== undefined && pairs !== undefined) {
    const run = () => evaluatePairs(pairs, () => readLfwPairs(pairs, lfw), options);
    modes.push({ name: '--lfw', takes: ['lfw', 'pairs', ...onPairs, ...describing], run });
  }
  if (people !== undefined) {
    const run = () => evaluatePeople(people, options);
    modes.push({ name: '--people', takes: ['people', ...describing], run });
  }
  if (detection !== undefined) {
    const run = () => evaluateDetection(detection, options);
    modes.push({ name: '--detection', takes: ['detection', 'tiles'], run });
  }
  if (landmarks !== undefined) {
    const run = () => evaluateLandmarks(landmarks, options);
    modes.push({ name: '--landmarks', takes: ['landmarks', 'landmarker'], run });
  }
  const [mode, ...others] = modes;
  if (!mode) throw unclear('nothing is named');
  if (others.length > 0) throw unclear(modes.map(({ name }) => name).join(' and '));
  requireFitting(mode, options);
  await mode.run();
}

/** @throws FaceGpuError `bad-argument` where an option goes with something else that can be measured */
function requireFitting({ name, takes }: Mode, options: EvaluateOptions): void {
  const known = new Set<string>([...common, ...takes]);
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  const stray = given.find(([option]) => !known.has(option));
  if (!stray) return;
  throw new FaceGpuError(
    'bad-argument',
    `--${stray[0]} does not go with ${name}`,
    'Leave one of them out: facegpu evaluate --help says what each is for.',
  );
}

function unclear(what: string): FaceGpuError {
  return new FaceGpuError(
    'bad-argument',
    `it is not clear what is to be measured: ${what}`,
    'Give a CSV file, or both --lfw DIR and --pairs FILE, or --people DIR, --detection JSON or --landmarks JSON.',
  );
}

async function evaluatePairs(
  name: string,
  read: () => ReturnType<typeof readCsvPairs>,
  options: EvaluateOptions,
): Promise<void> {
  const { plot, report, groups, recognizer = [] } = options;
  const list = await read();
  const { pairs, resolve } = list;
  if (pairs.length === 0) {
    throw new FaceGpuError(
      'bad-argument',
      `${name} has no pairs`,
      'Write a line for each: path_a,path_b,1 for one person and 0 for two.',
    );
  }
  for (const [option, file] of Object.entries({ plot, report })) {
    if (file === undefined) continue;
    if (recognizer.length > 1) {
      throw new FaceGpuError(
        'bad-argument',
        `--${option} with ${recognizer.length} recognizers`,
        `A ${option} is of one: leave the others out.`,
      );
    }
    await requireWritable(file);
  }
  const grouped = groups === undefined ? undefined : await openGroups(groups, list, report);
  await using pipeline = await FacePipeline.create(pipelineOptions(options));
  const photos = [...new Set(pairs.flatMap(({ a, b }) => [a, b]))];
  const wanted = { ...options, resolve, quality: report !== undefined };
  const described = await describePhotos(pipeline, photos, wanted);
  const reports = described.map((photos) => measureList(photos, pairs));
  if (plot !== undefined) {
    await plotPairs(reports[0], pairs, plot);
    note(`the ROC curve is in ${plot}`);
  }
  if (report !== undefined) {
    const [first] = reports;
    const measured = { report: first, list, described: described[0], photos, groups: grouped };
    await writeReport(report, pipeline, measured, options);
    note(`the report is ${report}`);
  }
  print(reports, pairsToText, options);
}

/** The groups of photos, for a page. Says how many photos have none. */
async function openGroups(
  file: string,
  list: PairList,
  report: string | undefined,
): Promise<PhotoGroups> {
  if (report === undefined) {
    throw new FaceGpuError(
      'bad-argument',
      '--groups without --report',
      'Name the page that shows errors by group with --report.',
    );
  }
  const groups = await readGroups(file, list);
  const { without } = groups;
  if (without.length > 0) {
    note(`note: ${file} says nothing of ${without.length} photos, such as ${without[0]}`);
  }
  return groups;
}

async function evaluatePeople(folder: string, options: EvaluateOptions): Promise<void> {
  const portraits = await listPortraits(folder);
  if (new Set(portraits.map(({ name }) => name)).size < 2) {
    throw new FaceGpuError(
      'bad-argument',
      `${folder} has no two people to tell apart`,
      `Give ${peopleLayouts}.`,
    );
  }
  await using pipeline = await FacePipeline.create(pipelineOptions(options));
  const files = portraits.map(({ file }) => file);
  const described = await describePhotos(pipeline, files, options);
  const reports = described.map((photos) => measureFolder(photos, portraits));
  print(reports, peopleToText, options);
}

/** The pipeline that is measured. */
function pipelineOptions(options: EvaluateOptions): PipelineOptions {
  const { compat, mirror, alignment } = options;
  const [recognizer, ...others] = options.recognizer ?? [];
  return {
    ...modelsOf(options),
    ...(others.length > 0 && { recognizers: [recognizer, ...others] }),
    ...(recognizer !== undefined && others.length === 0 && { recognizer }),
    ...(compat && { compat }),
    ...recognitionOf({ ...(mirror && { mirror }), ...(alignment && { alignment }) }),
  };
}

/** Prints the report of a recognition model, or those of several. */
function print<Report>(
  reports: readonly Report[],
  toText: (report: Report) => string,
  { json }: EvaluateOptions,
): void {
  if (json) printJson(reports.length > 1 ? reports : reports[0]);
  else printText(reports.map(toText).join('\n\n'));
}
