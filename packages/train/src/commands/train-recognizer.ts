import path from 'node:path';
import { FacePipeline } from '@facegpu/pipeline';
import {
  modelsOf,
  note,
  printJson,
  printText,
  readModel,
  requireWritable,
} from '@facegpu/pipeline/command-line';
import { augmentationOf } from '../augment/augmentation.ts';
import type { ChipSpec } from '../dataset/chip-spec.ts';
import { listPhotos } from '../dataset/list-photos.ts';
import { prepareDataset } from '../dataset/prepare-dataset.ts';
import { trainingOperators } from '../operators/all.ts';
import { type PresetName, presetRecognizer, presets } from '../recognizer/presets.ts';
import type { Mining, RecognizerLoss } from '../recognizer/recognizer-loss.ts';
import {
  modelRecognizer,
  type RecognizerModel,
  recognizerChips,
} from '../recognizer/recognizer-model.ts';
import { isCollapsed, type StepReport } from '../recognizer/recognizer-training.ts';
import { serializeRecognizer } from '../recognizer/save-recognizer.ts';
import { trainRecognizer as train, warmScore } from '../recognizer/train-recognizer.ts';
import type { Validation } from '../recognizer/validation.ts';
import { trainableLayers } from '../step/trainable.ts';
import { cacheFolder } from './cache-folder.ts';
import { type CourseOptions, lengthOf } from './course-options.ts';
import { CourseRecord } from './course-record.ts';
import { hashOf } from './hash-of.ts';
import { holdOut, holdPairs, type TrainingData } from './held-out.ts';
import { showTriplets } from './show-triplets.ts';
import { proposingSmaller } from './smaller-batch.ts';

export interface TrainRecognizerOptions extends CourseOptions {
  readonly data: string;
  readonly val?: string;
  readonly init?: string;
  readonly last?: number;
  readonly preset: PresetName;
  readonly loss: RecognizerLoss['kind'];
  readonly margin?: number;
  readonly mining: Mining;
  readonly people: number;
  readonly photos: number;
  readonly variation: number;
  readonly microBatch?: number;
  readonly average?: number;
  readonly showTriplets?: string;
  readonly cache?: string;
  readonly detector?: string;
  readonly minScore: number;
  readonly upright?: boolean;
}

/** Of a training, unless told. */
export const recognizerEpochs = 100;

/** What is different with triplets and angles. */
const wordsOf = {
  triplets: {
    active: 'triplets active',
    title: 'Share of triplets that push',
    remedy: 'lower --rate, or use --mining semi-hard',
  },
  angles: {
    active: 'photos nearer to another person',
    title: 'Share of photos that are nearer to another person',
    remedy: 'lower --rate',
  },
} as const;

/** The curves of the page, in their order. */
const titlesWith = (active: string) => ({
  loss: 'Loss',
  active,
  within: 'Mean distance within people',
  between: 'Mean distance between people',
  hardness: 'Share of the hardest triplets in the loss',
  accuracy: 'Accuracy on other people',
  auc: 'Area under the curve on other people',
});

/** `facegpu train recognizer`: from a folder of photos to a model file. */
export async function trainRecognizer(options: TrainRecognizerOptions): Promise<void> {
  const { out, seed, json } = options;
  await requireWritable(out);
  if (options.showTriplets !== undefined) await requireWritable(options.showTriplets);
  const start = performance.now();
  const model = await openModel(options);
  const pipeline = await FacePipeline.create(modelsOf(options));
  await using _ = pipeline;
  const spec = recognizerChips(model);
  const data = await openData(options, spec, pipeline);
  const loss = lossOf(options, data);
  const words = loss.kind === 'triplet' ? wordsOf.triplets : wordsOf.angles;
  const notes = { seed, ...fingerprint(options, model, data) };
  const record = await CourseRecord.open<StepReport, Validation>({
    out,
    notes,
    resume: options.resume,
    count: options.people * options.photos,
    titles: titlesWith(words.title),
    describe: (report) => describe(report, words.active),
    warn: (report) => {
      return isCollapsed(report) ? `all descriptors lie together: ${words.remedy}` : undefined;
    },
    numbersOf: ({ accuracy, auc }) => ({ accuracy, auc }),
    describeMeasured: ({ accuracy, auc }) => {
      const words = `accuracy ${accuracy.toFixed(3)}, area under the curve ${auc.toFixed(3)}`;
      const isEarly = loss.kind === 'triplet' && loss.mining === 'set' && auc < warmScore;
      return isEarly ? `${words}; batches of anybody until it is ${warmScore}` : words;
    },
  });
  const perEpoch = new Set(data.train.people).size / options.people;
  const count = options.people * options.photos;
  const { microBatch } = options;
  const trained = await proposingSmaller({ count, microBatch }, () =>
    train(pipeline.device, {
      model,
      loss,
      spec,
      ...data,
      names: data.photos.map(({ file }) => file),
      people: options.people,
      photos: options.photos,
      length: lengthOf(options, { perEpoch, usual: recognizerEpochs }),
      rate: options.rate ?? usualRate(options),
      seed,
      every: options.every,
      augmentation: augmentationOf(options.variation),
      microBatch,
      average: options.average,
      onMined:
        options.showTriplets === undefined
          ? undefined
          : showTriplets(options.showTriplets, data, spec),
      trained: trainedWeights(options, model),
      ...record.settings,
    }),
  );
  const { validation, best, thresholds } = trained;
  const name = path.basename(out, '.safetensors');
  await record.finish(serializeRecognizer(trained.model, name, best.values, thresholds));
  const result = {
    accuracy: validation.accuracy,
    auc: validation.auc,
    tar: validation.tar,
    threshold: validation.threshold,
    photos: data.train.people.length,
    seconds: Math.round((performance.now() - start) / 100) / 10,
    model: out,
  };
  if (json) printJson(result);
  else {
    const percent = (value: number) => `${(100 * value).toFixed(1)} %`;
    printText(
      `${out}: accuracy ${percent(result.accuracy)}, area under the curve ${percent(result.auc)}` +
        `, on people who were not trained with; best at step ${best.step}\ncurves: ${record.page}`,
    );
  }
}

async function openModel({ init, preset, seed }: TrainRecognizerOptions): Promise<RecognizerModel> {
  if (init === undefined) return presetRecognizer(preset, seed);
  return modelRecognizer(await readModel(init));
}

async function openData(
  options: TrainRecognizerOptions,
  spec: ChipSpec,
  pipeline: FacePipeline,
): Promise<TrainingData> {
  const { data, minScore, upright, seed, val } = options;
  const cache = await cacheFolder(data, options.cache);
  const found = { pipeline, cache, minScore, upright, ages: false };
  const dataset = await prepareDataset(await listPhotos(data), { ...found, chips: spec });
  for (const { message } of dataset.problems) note(message);
  return val === undefined ? holdOut(dataset, spec, seed) : holdPairs(dataset, spec, val, found);
}

function lossOf(
  { loss, mining, margin }: TrainRecognizerOptions,
  { train }: TrainingData,
): RecognizerLoss {
  if (loss === 'triplet') return { kind: loss, mining, margin };
  return { kind: loss, classes: new Set(train.people).size, scale: 32, margin };
}

/** The highest learning rate unless told: that of Adam with triplets, of momentum with angles. */
function usualRate({ loss, init, preset, microBatch }: TrainRecognizerOptions): number {
  const isTriplet = loss === 'triplet';
  if (init !== undefined) return isTriplet ? 1e-4 : 5e-3;
  if (!isTriplet) return 0.05;
  // Micro-batches aren't normalised.
  return microBatch === undefined ? presets[preset].rate : 1e-3;
}

/** The last layers alone, where that is asked for. */
function trainedWeights(
  { last }: TrainRecognizerOptions,
  { network }: RecognizerModel,
): readonly string[] | undefined {
  if (last === undefined) return undefined;
  return trainableLayers(network, trainingOperators).slice(-last).flat();
}

/** What must be the same for a training to go on. */
function fingerprint(
  options: TrainRecognizerOptions,
  { network }: RecognizerModel,
  { train, held }: TrainingData,
) {
  const { loss, mining, margin, people, photos, variation, microBatch, average } = options;
  const { epochs, minutes, rate, last } = options;
  const batches = { loss, mining, margin, people, photos, variation, microBatch, average };
  const chips = [train, held].flatMap(({ bytes, people }) => [bytes, people]);
  const weights = Array.from(network.constants.values(), ({ stored }) => stored.bytes);
  return {
    data: hashOf([...chips, ...weights]),
    settings: JSON.stringify({ ...batches, epochs, minutes, rate, last }),
  };
}

function describe({ loss, active, within, between }: StepReport, share: string): string {
  return (
    `loss ${loss.toFixed(3)}, ${(100 * active).toFixed(0)} % of ${share}, ` +
    `distances ${within.toFixed(2)} within and ${between.toFixed(2)} between people`
  );
}
