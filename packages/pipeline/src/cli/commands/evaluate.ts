import { FaceGpuError } from '@facegpu/kernels';
import { readCsvPairs, readLfwPairs } from '../../evaluate/pairs.ts';
import { FacePipeline } from '../../pipeline.ts';
import { type DescribePhotosOptions, describePhotos } from '../describe-photos.ts';
import { requireWritable } from '../files.ts';
import { listPortraits } from '../people-folder.ts';
import { evaluateDetection } from './evaluate-detection.ts';
import { evaluateLandmarks } from './evaluate-landmarks.ts';
import { reportPairs } from './evaluate-pairs.ts';
import { reportPeople } from './evaluate-people.ts';

export interface EvaluateOptions extends Omit<DescribePhotosOptions, 'resolve'> {
  readonly json?: boolean;
  readonly lfw?: string;
  readonly pairs?: string;
  readonly people?: string;
  readonly detection?: string;
  readonly detector?: string;
  readonly landmarks?: string;
  readonly landmarker?: string;
  readonly plot?: string;
  readonly mirror?: boolean;
}

/**
 * `facegpu evaluate`: how well distances tell people apart, by a list of pairs or by all pairs of a folder,
 * how well faces are found, or how far landmarks are from those that people have marked.
 */
export async function evaluate(csv: string | undefined, options: EvaluateOptions): Promise<void> {
  const { lfw, pairs, people, plot, detection, detector, landmarks } = options;
  if (detection !== undefined && csv === undefined && !lfw && !pairs && !people && !plot) {
    await evaluateDetection(detection, detector === undefined ? {} : { detector }, options);
    return;
  }
  if (landmarks !== undefined && csv === undefined && !lfw && !pairs && !people && !plot) {
    await evaluateLandmarks(landmarks, options);
    return;
  }
  if (csv !== undefined && !lfw && !pairs && !people) {
    await evaluatePairs(csv, () => readCsvPairs(csv), options);
  } else if (csv === undefined && lfw && pairs && !people) {
    await evaluatePairs(pairs, () => readLfwPairs(pairs, lfw), options);
  } else if (csv === undefined && !lfw && !pairs && people && plot === undefined) {
    await evaluatePeople(people, options);
  } else {
    throw new FaceGpuError(
      'bad-argument',
      'it is not clear what is to be measured',
      'Give a CSV file, or both --lfw DIR and --pairs FILE, or --people DIR, --detection JSON or --landmarks JSON (without --plot).',
    );
  }
}

async function evaluatePairs(
  name: string,
  read: () => ReturnType<typeof readCsvPairs>,
  options: EvaluateOptions,
): Promise<void> {
  const { plot } = options;
  const list = await read();
  if (list.pairs.length === 0) {
    throw new FaceGpuError(
      'bad-argument',
      `${name} has no pairs`,
      'Write a line for each: path_a,path_b,1 for one person and 0 for two.',
    );
  }
  if (plot !== undefined) await requireWritable(plot);
  await using pipeline = await FacePipeline.create({ mirror: options.mirror ?? false });
  const photos = [...new Set(list.pairs.flatMap(({ a, b }) => [a, b]))];
  const { resolve } = list;
  const descriptors = await describePhotos(pipeline, photos, { ...options, resolve });
  await reportPairs(pipeline.info, list.pairs, descriptors, options);
}

async function evaluatePeople(folder: string, options: EvaluateOptions): Promise<void> {
  const portraits = await listPortraits(folder);
  if (new Set(portraits.map(({ name }) => name)).size < 2) {
    throw new FaceGpuError(
      'bad-argument',
      `${folder} has no two people to tell apart`,
      'Give a folder that has a folder for each person, with photos of them.',
    );
  }
  await using pipeline = await FacePipeline.create({ mirror: options.mirror ?? false });
  const files = portraits.map(({ file }) => file);
  const descriptors = await describePhotos(pipeline, files, options);
  reportPeople(pipeline.info, portraits, descriptors, options);
}
