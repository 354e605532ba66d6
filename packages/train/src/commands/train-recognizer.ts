import { createHash } from 'node:crypto';
import { appendFile, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { FaceGpuError } from '@facegpu/kernels';
import { Model, mainSize } from '@facegpu/nn';
import { FacePipeline } from '@facegpu/pipeline';
import {
  note,
  printJson,
  printText,
  readPhotoFile,
  requireWritable,
  writing,
} from '@facegpu/pipeline/command-line';
import type { ChipSpec } from '../dataset/chip-spec.ts';
import { listPhotos } from '../dataset/list-photos.ts';
import { prepareDataset } from '../dataset/prepare-dataset.ts';
import { trainingOperators } from '../operators/all.ts';
import { readCheckpoint, writeCheckpoint } from '../recognizer/checkpoint.ts';
import type { Mining, RecognizerLoss } from '../recognizer/recognizer-loss.ts';
import {
  modelRecognizer,
  type PresetName,
  presetRecognizer,
  type RecognizerModel,
} from '../recognizer/recognizer-model.ts';
import { serializeRecognizer } from '../recognizer/save-recognizer.ts';
import {
  type Best,
  type Resume,
  type StepProgress,
  trainRecognizer as train,
} from '../recognizer/train-recognizer.ts';
import { trainableWeights } from '../step/trainable.ts';
import { cacheFolder } from './cache-folder.ts';
import { drawCurves } from './curves-page.ts';
import { holdOut, holdPairs, type TrainingData } from './held-out.ts';

export interface TrainRecognizerOptions {
  readonly data: string;
  readonly val?: string;
  readonly out: string;
  readonly init?: string;
  readonly last?: number;
  readonly preset: PresetName;
  readonly loss: 'triplet' | 'arcface';
  readonly mining: Mining;
  readonly people: number;
  readonly photos: number;
  readonly rate?: number;
  readonly minutes?: number;
  readonly epochs?: number;
  readonly every: number;
  readonly seed: number;
  readonly resume?: boolean;
  readonly cache?: string;
  readonly minScore: number;
  readonly json?: boolean;
}

/** Descriptors that are all this near to each other have collapsed. */
const collapsed = 0.05;
/** Milliseconds from one line of progress to the next. */
const pause = 5000;

/** `facegpu train recognizer`: from a folder of photos to a model file. */
export async function trainRecognizer(options: TrainRecognizerOptions): Promise<void> {
  const { out, seed, json } = options;
  const files = { checkpoint: `${out}.checkpoint`, log: `${out}.log.jsonl`, page: `${out}.html` };
  await requireWritable(out);
  const start = performance.now();
  const model = await openModel(options);
  const pipeline = await FacePipeline.create();
  await using _ = pipeline;
  const spec = specOf(model);
  const data = await openData(options, spec, pipeline);
  const loss = lossOf(options, data);
  const notes = { seed, ...fingerprint(options, model, data) };
  const resume = options.resume ? await resumeFrom(files.checkpoint, notes) : undefined;
  if (!resume) await rm(files.log, { force: true });
  const perEpoch = Math.floor(new Set(data.train.people).size / options.people);
  const length =
    options.minutes === undefined
      ? { steps: Math.max(1, perEpoch) * (options.epochs ?? 100) }
      : { milliseconds: options.minutes * 60_000 };
  const report = new ProgressReport(files.log, options.people * options.photos);
  const trained = await train(pipeline.device, {
    model,
    loss,
    spec,
    ...data,
    people: options.people,
    photos: options.photos,
    length,
    rate: options.rate ?? (options.init === undefined ? 1e-3 : 1e-4),
    seed,
    every: options.every,
    trained: trainedWeights(options, model),
    resume,
    onStep: (step) => report.add(step),
    onValidation: async ({ validation, state, best, elapsed }) => {
      const { step } = state;
      await report.measured(step, elapsed, validation);
      const { step: bestStep, auc, values } = best;
      await writeCheckpoint(files.checkpoint, {
        state,
        best: values,
        notes: { ...notes, elapsed, best: { step: bestStep, auc } },
      });
      await write(files.page, await drawCurves(await report.lines()));
    },
  });
  const { validation, best, thresholds } = trained;
  const name = path.basename(out, '.safetensors');
  await write(out, serializeRecognizer(trained.model, name, best.values, thresholds));
  await rm(files.checkpoint, { force: true });
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
        `, on people who were not trained with; best at step ${best.step}\ncurves: ${files.page}`,
    );
  }
}

async function openModel({ init, preset, seed }: TrainRecognizerOptions): Promise<RecognizerModel> {
  if (init === undefined) return presetRecognizer(preset, seed);
  const bytes = new Uint8Array(await readPhotoFile(init));
  return modelRecognizer(await Model.parse(bytes, init));
}

/** Chips as the network sees them, and enough around them to turn and move them. */
function specOf({ input, alignment }: RecognizerModel): ChipSpec {
  const [size] = mainSize(input);
  return { alignment, size, margin: Math.ceil(size / 8) };
}

async function openData(
  options: TrainRecognizerOptions,
  spec: ChipSpec,
  pipeline: FacePipeline,
): Promise<TrainingData> {
  const { data, minScore, seed, val } = options;
  const cache = await cacheFolder(data, options.cache);
  const found = { pipeline, cache, minScore };
  const dataset = await prepareDataset(await listPhotos(data), { ...found, chips: spec });
  for (const { message } of dataset.problems) note(message);
  return val === undefined ? holdOut(dataset, spec, seed) : holdPairs(dataset, spec, val, found);
}

function lossOf({ loss, mining }: TrainRecognizerOptions, { train }: TrainingData): RecognizerLoss {
  if (loss === 'triplet') return { kind: 'triplet', mining };
  return { kind: 'arcface', classes: new Set(train.people).size, scale: 32 };
}

/** The last layers alone, where that is asked for. */
function trainedWeights(
  { last }: TrainRecognizerOptions,
  { network }: RecognizerModel,
): readonly string[] | undefined {
  if (last === undefined) return undefined;
  return trainableWeights(network, trainingOperators).slice(-last);
}

/** What must be the same for a training to go on. */
function fingerprint(
  options: TrainRecognizerOptions,
  { network }: RecognizerModel,
  { train, held }: TrainingData,
) {
  const { loss, mining, people, photos, epochs, minutes, rate, last } = options;
  const hash = createHash('sha256');
  for (const { bytes, people } of [train, held]) hash.update(bytes).update(people);
  for (const { stored } of network.constants.values()) hash.update(stored.bytes);
  return {
    data: hash.digest('hex'),
    settings: JSON.stringify({ loss, mining, people, photos, epochs, minutes, rate, last }),
  };
}

/** @throws FaceGpuError `bad-argument` where there is nothing to go on from, or it was another training */
async function resumeFrom(
  file: string,
  wanted: Readonly<Record<string, unknown>>,
): Promise<Resume> {
  const checkpoint = await readCheckpoint(file);
  if (!checkpoint) {
    throw new FaceGpuError(
      'bad-argument',
      `there is no ${file} to go on from`,
      'Start without --resume.',
    );
  }
  const { state, best: values, notes } = checkpoint;
  const changed = Object.keys(wanted).filter((key) => notes[key] !== wanted[key]);
  if (changed.length > 0) {
    const what = changed.map((key) => (key === 'data' ? 'the photos or the model' : `the ${key}`));
    throw new FaceGpuError(
      'bad-argument',
      `${what.join(' and ')} changed since ${file} was written`,
      'Go on with what it was started with, or start anew without --resume.',
    );
  }
  const { elapsed, best } = notes as { elapsed: number; best: Omit<Best, 'values'> };
  return { state, elapsed, best: { ...best, values } };
}

/** Says how it goes, and writes it down. */
class ProgressReport {
  readonly #log: string;
  readonly #count: number;
  #said = 0;
  #first: StepProgress | undefined;

  constructor(log: string, count: number) {
    this.#log = log;
    this.#count = count;
  }

  async add(progress: StepProgress): Promise<void> {
    const { step, report, elapsed, share } = progress;
    this.#first ??= progress;
    await this.#write({ step, seconds: elapsed / 1000, ...report });
    if (performance.now() - this.#said < pause) return;
    this.#said = performance.now();
    const since = (elapsed - this.#first.elapsed) / 1000;
    const speed = since > 0 ? ((step - this.#first.step) * this.#count) / since : 0;
    const done = share - this.#first.share;
    const left = done > 0 ? `${minutes((since * (1 - share)) / done)} left` : '';
    const { loss, active, within, between } = report;
    note(
      `step ${step} (${(100 * share).toFixed(0)} %): loss ${loss.toFixed(3)}, ` +
        `${(100 * active).toFixed(0)} % of triplets active, distances ${within.toFixed(2)} within ` +
        `and ${between.toFixed(2)} between people, ${speed.toFixed(0)} photos a second, ${left}`,
    );
    if (between < collapsed) {
      note('all descriptors lie together: lower --rate, or use --mining semi-hard');
    }
  }

  async measured(
    step: number,
    elapsed: number,
    { accuracy, auc }: { readonly accuracy: number; readonly auc: number },
  ): Promise<void> {
    await this.#write({ step, seconds: elapsed / 1000, accuracy, auc });
    note(`step ${step}: accuracy ${accuracy.toFixed(3)}, area under the curve ${auc.toFixed(3)}`);
  }

  /** Everything so far, of runs that were stopped too. */
  async lines(): Promise<readonly Readonly<Record<string, number>>[]> {
    const text = await readFile(this.#log, 'utf8');
    return text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Record<string, number>);
  }

  async #write(line: object): Promise<void> {
    await writing(this.#log, () => appendFile(this.#log, `${JSON.stringify(line)}\n`));
  }
}

function minutes(seconds: number): string {
  return seconds < 90 ? `${Math.ceil(seconds)} s` : `${Math.ceil(seconds / 60)} min`;
}

function write(file: string, content: string | Uint8Array): Promise<void> {
  return writing(file, () => writeFile(file, content));
}
