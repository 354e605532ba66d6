import path from 'node:path';
import { FaceGpuError } from '@facegpu/kernels';
import { schema } from '@facegpu/nn';
import {
  type DetectedPhoto,
  detectionMetrics,
  type MarkedFace,
} from '../../evaluate/detection-metrics.ts';
import { upperMedian } from '../../evaluate/median.ts';
import { readText } from '../../evaluate/read-file.ts';
import { FacePipeline } from '../../pipeline.ts';
import { forEachFile } from '../files.ts';
import { printJson, printText } from '../report.ts';

export interface DetectionOptions {
  readonly json?: boolean;
  readonly detector?: string;
  readonly minScore: number;
}

/** A face of the list, as WIDER FACE marks it. */
interface ListedFace {
  /** Left, top, width and height, in pixels. */
  readonly box: readonly [number, number, number, number];
  /** 1 where it can hardly be told to be a face. */
  readonly invalid?: number;
}

/** Smaller faces needn't be found, in pixels. */
const leastHeight = 20;

/** Scores from which boxes take part in the average precision. */
const leastScore = 0.01;

const { is, isRecord, listOf } = schema;

const isNumber = is('a number', Number.isFinite);

const listed = schema.recordOf(
  listOf((face, path) => {
    const flaw = is('a table', isRecord)(face, path);
    return flaw ?? listOf(isNumber, 4)((face as { box?: unknown }).box, `${path}.box`);
  }),
);

/**
 * `facegpu evaluate --detection`: how well a detector finds the faces of a list. Photos lie in the folder
 * beside it that is called like it.
 */
export async function evaluateDetection(
  list: string,
  { json, detector: model, minScore }: DetectionOptions,
): Promise<void> {
  const marked = await readList(list);
  const folder = path.join(path.dirname(list), path.basename(list, path.extname(list)));
  await using pipeline = await FacePipeline.create(model === undefined ? {} : { detector: model });
  const times: number[] = [];
  const entries = await forEachFile(Object.keys(marked), 'detecting', async (name) => {
    const photo = path.join(folder, name);
    const wanted = { landmarks: false, minScore: leastScore, timings: true };
    const { faces, timings } = await pipeline.detectIn(photo, wanted);
    // What the GPU needed for this photo: the next one is on its way, too.
    const { detect } = timings?.stages ?? {};
    if (detect !== undefined) times.push(detect);
    return faces;
  });
  const photos = entries.map(({ file, result }): DetectedPhoto => {
    return { marked: marked[file], found: result };
  });
  const metrics = detectionMetrics(photos, minScore);
  const milliseconds = upperMedian(times);
  const { detector, adapter } = pipeline.info;
  const report = { detector, adapter: adapter.name, photos: photos.length, minScore };
  if (json) {
    printJson({ ...report, ...metrics, milliseconds });
    return;
  }
  const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
  printText(
    [
      `${detector} on ${photos.length} photos with ${metrics.faces} faces of ${leastHeight} pixels and more:`,
      `  average precision ${percent(metrics.averagePrecision)}`,
      `  recall ${percent(metrics.recall)}, precision ${percent(metrics.precision)} above a score of ${minScore}`,
      milliseconds === undefined
        ? `  no time: ${adapter.name} has no clock`
        : `  ${milliseconds.toFixed(1)} ms a photo (median, ${adapter.name})`,
    ].join('\n'),
  );
}

/** @throws FaceGpuError `file-unreadable`, `bad-argument` */
async function readList(file: string): Promise<Readonly<Record<string, MarkedFace[]>>> {
  const text = await readText(file);
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw notList(file, 'it is not JSON');
  }
  const flaw = listed(parsed, 'the list');
  if (flaw !== undefined) throw notList(file, flaw);
  const photos = Object.entries(parsed as Record<string, ListedFace[]>);
  return Object.fromEntries(photos.map(([name, faces]) => [name, faces.map(toMarked)]));
}

function toMarked({ box: [x, y, width, height], invalid = 0 }: ListedFace): MarkedFace {
  return { box: { x, y, width, height }, ignored: invalid !== 0 || height < leastHeight };
}

function notList(file: string, what: string): FaceGpuError {
  return new FaceGpuError(
    'bad-argument',
    `${file} is no list of faces: ${what}`,
    'Write { "photo.jpg": [{ "box": [left, top, width, height] }, …], … }.',
  );
}
