import path from 'node:path';
import { Device } from '@facegpu/kernels';
import { note, printJson, printText, requireWritable } from '@facegpu/pipeline/command-line';
import { splitNumbers } from '../dataset/split.ts';
import { detectorNetwork, serializeDetector } from '../detector/detector-model.ts';
import { readMarkedPhotos } from '../detector/marked-photos.ts';
import {
  type DetectorMeasure,
  type DetectorReport,
  trainDetector as train,
} from '../detector/train-detector.ts';
import { type CourseOptions, lengthOf } from './course-options.ts';
import { CourseRecord } from './course-record.ts';
import { hashOf } from './hash-of.ts';
import { listOf } from './list-of.ts';
import { requireBoth } from './require-both.ts';

export interface TrainDetectorOptions extends CourseOptions {
  readonly data: string;
  readonly side: number;
  readonly images: number;
  readonly longest: number;
}

/** The share of photos that is held out. */
const heldShare = 0.1;

/** Unless told. */
export const detectorDefaults = { rate: 5e-3, epochs: 100 } as const;

/** Side of the squares that photos are reduced to, in pixels. */
const squareSide = 256;

/** The curves of the page. */
const titles = {
  loss: 'Loss',
  focal: 'Loss of the heatmap',
  off: 'Error of sizes and offsets',
  held: 'Loss on other photos',
} as const;

/** `facegpu train detector`: from photos with marked faces to a model file. */
export async function trainDetector(options: TrainDetectorOptions): Promise<void> {
  const { out, seed, json, side: size, images: count, longest } = options;
  await requireWritable(out);
  const start = performance.now();
  const model = detectorNetwork(longest, seed);
  const photos = await readMarkedPhotos(await listOf(options.data), squareSide, note);
  const { train: own, held } = splitNumbers(photos.faces.length, { share: heldShare, seed });
  requireBoth('photos', own.length, held.length);
  const { rate = detectorDefaults.rate, minutes, epochs } = options;
  const record = await CourseRecord.open<DetectorReport, DetectorMeasure>({
    out,
    notes: {
      seed,
      data: hashOf([photos.bytes, JSON.stringify(photos.faces)]),
      settings: JSON.stringify({ size, longest, count, rate, minutes, epochs }),
    },
    resume: options.resume,
    count,
    titles,
    describe: ({ loss, focal, off }) => {
      return `loss ${loss.toFixed(3)}, of it ${focal.toFixed(3)} the heatmap’s, sides and offsets off by ${off.toFixed(2)}`;
    },
    numbersOf: ({ held }) => ({ held }),
    describeMeasured: ({ held }) => `loss ${held.toFixed(3)} on other photos`,
  });
  const device = await Device.acquire();
  try {
    const { best, validation } = await train(device, {
      model,
      photos,
      side: squareSide,
      train: own,
      held,
      size,
      count,
      seed,
      rate,
      length: lengthOf(options, {
        perEpoch: own.length / count,
        usual: detectorDefaults.epochs,
      }),
      every: options.every,
      ...record.settings,
    });
    await record.finish(serializeDetector(model, path.basename(out, '.safetensors'), best.values));
    const seconds = Math.round((performance.now() - start) / 100) / 10;
    if (json) printJson({ loss: validation.held, photos: own.length, seconds, model: out });
    else {
      printText(
        `${out}: loss ${validation.held.toFixed(3)} on ${held.length} photos that were not trained with; ` +
          `best at step ${best.step}\ncurves: ${record.page}`,
      );
    }
  } finally {
    device.dispose();
  }
}
