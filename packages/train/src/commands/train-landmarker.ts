import path from 'node:path';
import { Device } from '@facegpu/kernels';
import { note, printJson, printText, requireWritable } from '@facegpu/pipeline/command-line';
import {
  landmarkerChips,
  landmarkerNetwork,
  serializeLandmarker,
} from '../landmarker/landmarker-model.ts';
import { cutMarkedFaces, holdFaces } from '../landmarker/marked-faces.ts';
import {
  type LandmarkerMeasure,
  type LandmarkerReport,
  trainLandmarker as train,
} from '../landmarker/train-landmarker.ts';
import { type CourseOptions, lengthOf } from './course-options.ts';
import { CourseRecord } from './course-record.ts';
import { hashOf } from './hash-of.ts';
import { listOf } from './list-of.ts';
import { requireBoth } from './require-both.ts';

export interface TrainLandmarkerOptions extends CourseOptions {
  readonly data: string;
  readonly side: number;
  readonly images: number;
}

/** The share of faces that is held out. */
const heldShare = 0.1;

/** Unless told. */
export const landmarkerDefaults = { rate: 5e-3, epochs: 60 } as const;

/** The curves of the page. */
const titles = {
  loss: 'Loss',
  nme: 'Mean error on other faces, over the distance of the outer eye corners',
  failed: 'Share of other faces with an error above a tenth',
} as const;

/** `facegpu train landmarker`: from photos with marked landmarks to a model file. */
export async function trainLandmarker(options: TrainLandmarkerOptions): Promise<void> {
  const { out, seed, json, side, images: count } = options;
  await requireWritable(out);
  const start = performance.now();
  const model = landmarkerNetwork(side, seed);
  const spec = landmarkerChips(side);
  const device = await Device.acquire();
  try {
    const all = await cutMarkedFaces(device, await listOf(options.data), spec, note);
    const { train: own, held } = holdFaces(all, spec, { share: heldShare, seed });
    requireBoth('faces', own.points.length, held.points.length);
    const { rate = landmarkerDefaults.rate, minutes, epochs } = options;
    const record = await CourseRecord.open<LandmarkerReport, LandmarkerMeasure>({
      out,
      notes: {
        seed,
        data: hashOf([all.bytes, JSON.stringify(all.points)]),
        settings: JSON.stringify({ side, count, rate, minutes, epochs }),
      },
      resume: options.resume,
      count,
      titles,
      describe: ({ loss }) => `loss ${loss.toFixed(3)}`,
      numbersOf: ({ nme, failed }) => ({ nme, failed }),
      describeMeasured: ({ nme, failed }) => {
        return `mean error ${percent(nme)}, ${percent(failed)} of faces above a tenth`;
      },
    });
    const { best, validation } = await train(device, {
      model,
      spec,
      train: own,
      held,
      count,
      seed,
      rate,
      length: lengthOf(options, {
        perEpoch: own.points.length / count,
        usual: landmarkerDefaults.epochs,
      }),
      every: options.every,
      ...record.settings,
    });
    await record.finish(
      serializeLandmarker(model, path.basename(out, '.safetensors'), best.values),
    );
    const { nme, median, failed } = validation;
    const seconds = Math.round((performance.now() - start) / 100) / 10;
    if (json) printJson({ nme, median, failed, faces: own.points.length, seconds, model: out });
    else {
      printText(
        `${out}: mean error ${percent(nme)} on ${held.points.length} faces that were not trained ` +
          `with; best at step ${best.step}\ncurves: ${record.page}`,
      );
    }
  } finally {
    device.dispose();
  }
}

function percent(share: number): string {
  return `${(100 * share).toFixed(2)} %`;
}
