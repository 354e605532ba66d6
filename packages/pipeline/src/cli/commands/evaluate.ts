import { readFile, writeFile } from 'node:fs/promises';
import { FaceGpuError } from '@facegpu/kernels';
import { type CachedDescriptor, DescriptorCache } from '../../evaluate/cache.ts';
import { type MeasuredPair, type Metrics, measure, rocCurve } from '../../evaluate/metrics.ts';
import { type PairList, readCsvPairs, readLfwPairs } from '../../evaluate/pairs.ts';
import { plotRoc } from '../../evaluate/roc-plot.ts';
import { rollPhoto } from '../../evaluate/roll.ts';
import { euclideanDistance } from '../../match/compare.ts';
import { FacePipeline } from '../../pipeline.ts';
import { centralFace } from '../faces.ts';
import { forEachFile, requireWritable, unwritable } from '../files.ts';
import { note, printJson, printText } from '../report.ts';

export interface EvaluateOptions {
  readonly json?: boolean;
  readonly lfw?: string;
  readonly pairs?: string;
  readonly plot?: string;
  readonly roll?: number;
  readonly mirror?: boolean;
  readonly cache?: string;
  readonly minScore: number;
}

/** `facegpu evaluate`: distances of pairs, and how well they tell people apart. */
export async function evaluate(csv: string | undefined, options: EvaluateOptions): Promise<void> {
  const { json, plot, roll = 0, mirror = false } = options;
  const list = await readPairs(csv, options);
  if (list.pairs.length === 0) {
    throw new FaceGpuError(
      'bad-argument',
      `${csv ?? options.pairs} has no pairs`,
      'Write a line for each: path_a,path_b,1 for one person and 0 for two.',
    );
  }
  if (plot !== undefined) await requireWritable(plot);
  const cache = await DescriptorCache.open(options.cache);
  await using pipeline = await FacePipeline.create({ mirror });
  const { model, threshold } = pipeline.info;

  // By first appearance: the number of a photo decides which way it is turned.
  const photos = [...new Set(list.pairs.flatMap(({ a, b }) => [a, b]))];
  const describe = async (name: string, index: number): Promise<CachedDescriptor> => {
    const bytes = await readPhoto(list.resolve(name));
    const degrees = index % 2 === 0 ? -roll : roll;
    const key = DescriptorCache.key(bytes, { model, degrees, minScore: options.minScore });
    const cached = cache.get(key);
    if (cached !== undefined) return cached;
    const photo = roll === 0 ? bytes : await rollPhoto(bytes, name, degrees);
    const found = await pipeline.detectIn(photo, { minScore: options.minScore });
    const face = centralFace(found.faces, found);
    const descriptor = face ? [...face.descriptor.values] : null;
    await cache.set(key, descriptor);
    return descriptor;
  };
  const entries = await forEachFile(photos, 'describing', describe);
  const descriptors = new Map(entries.map(({ file, result }) => [file, result]));

  const pairs = list.pairs.map(({ a, b, same }): MeasuredPair => {
    const [first, second] = [descriptors.get(a), descriptors.get(b)];
    const distance = first && second ? euclideanDistance(first, second) : Number.POSITIVE_INFINITY;
    return { same, distance };
  });
  const missed = photos.filter((photo) => descriptors.get(photo) === null);
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

async function readPairs(csv: string | undefined, options: EvaluateOptions): Promise<PairList> {
  const { lfw, pairs } = options;
  if (csv !== undefined && lfw === undefined && pairs === undefined) return readCsvPairs(csv);
  if (csv === undefined && lfw !== undefined && pairs !== undefined) {
    return readLfwPairs(pairs, lfw);
  }
  throw new FaceGpuError(
    'bad-argument',
    'it is not clear which pairs are meant',
    'Give a CSV file, or both --lfw DIR and --pairs FILE.',
  );
}

async function readPhoto(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (cause) {
    throw new FaceGpuError(
      'file-unreadable',
      `${file} can't be read: ${(cause as NodeJS.ErrnoException).code ?? cause}`,
      'Check that it exists and may be read.',
      { cause },
    );
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
    [`accuracy at ${threshold}`, percent(accuracy)],
    ['best accuracy', `${percent(best.accuracy)} at ${best.threshold.toFixed(3)}`],
    ['area under the curve', auc.toFixed(4)],
    ['accepted at FAR 1 %', percent(tar['0.01'])],
    ['accepted at FAR 0.1 %', percent(tar['0.001'])],
  ];
  return rows.map(([name, value]) => name.padEnd(24) + value).join('\n');
}
