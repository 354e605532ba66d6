import { noFace } from '../../faces/no-face.ts';
import { largestFace } from '../../faces/pick.ts';
import { FacePipeline } from '../../pipeline.ts';
import { readCalibration } from '../calibration-file.ts';
import { tryEachFile } from '../files.ts';
import { type RecognitionOptions, recognitionOf } from '../options.ts';
import { printJson, printText } from '../report.ts';

export interface CompareOptions extends RecognitionOptions {
  readonly json?: boolean;
  readonly minScore: number;
  readonly threshold?: number;
  readonly falseMatchRate?: number;
  /** A file that `facegpu calibrate` wrote. */
  readonly calibration?: string;
}

/** `facegpu compare`: the distance of the largest faces of two photos. */
export async function compare(a: string, b: string, options: CompareOptions): Promise<void> {
  const { json, minScore } = options;
  await using pipeline = await FacePipeline.create({
    ...recognitionOf(options),
    ...(await readCalibration(options.calibration)),
  });
  const outcomes = await tryEachFile([a, b], 'detecting', async (file) => {
    const face = largestFace(await pipeline.detect(file, { minScore }));
    if (!face) throw noFace(file);
    return face;
  });
  const failure = outcomes.find((outcome) => 'error' in outcome);
  if (failure) {
    if (json) printJson({ error: failure.error });
    return;
  }
  const [first, second] = outcomes.filter((outcome) => 'result' in outcome);
  const comparison = pipeline.compare(first.result, second.result, {
    ...(options.threshold !== undefined && { threshold: options.threshold }),
    ...(options.falseMatchRate !== undefined && { falseMatchRate: options.falseMatchRate }),
  });
  if (json) {
    printJson(comparison);
    return;
  }
  const { distance, threshold, falseMatchRate, same, probability, calibration } = comparison;
  const verdict = same ? 'the same person' : 'different people';
  const [apart, most] = [distance.toFixed(3), threshold.toFixed(3)];
  const rate = `${Number((falseMatchRate * 100).toPrecision(2))} % of strangers are nearer than that`;
  const lines = [`${verdict}: distance ${apart}, threshold ${most} (${rate})`];
  if (probability !== undefined) {
    lines.push(`one person’s with a probability of ${probability.toFixed(3)}, by ${calibration}`);
  }
  printText(lines.join('\n'));
}
