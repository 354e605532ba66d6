import type { Device } from '@facegpu/kernels';
import { measurePairs } from '@facegpu/pipeline/evaluate';
import { type AugmentationOptions, drawAugmentation } from '../augment/augmentation.ts';
import { type Best, type CourseSettings, runCourse } from '../course/run-course.ts';
import { type ChipSet, chipsByPerson, joinChips } from '../dataset/chip-set.ts';
import type { ChipSpec } from '../dataset/chip-spec.ts';
import { Random } from '../dataset/random.ts';
import type { SampledBatch } from '../dataset/sampler.ts';
import { BatchSource } from '../mining/batch-source.ts';
import { type Confusion, mineSet } from '../mining/mine-set.ts';
import { adam } from '../optimizers/adam.ts';
import type { Optimizer } from '../optimizers/optimizer.ts';
import { sgd } from '../optimizers/sgd.ts';
import { type MeasuredThresholds, measureThresholds, requirePairs } from './measure-thresholds.ts';
import type { RecognizerLoss } from './recognizer-loss.ts';
import type { RecognizerModel } from './recognizer-model.ts';
import { isByBatch, RecognizerTraining, type StepReport } from './recognizer-training.ts';
import { standardizeFeatures } from './standardize-features.ts';
import {
  type ChipPair,
  distancesOf,
  drawPairs,
  embedChips,
  type Validation,
  validate,
} from './validation.ts';

export interface TrainRecognizerOptions extends CourseSettings<StepReport, Validation> {
  readonly model: RecognizerModel;
  readonly loss: RecognizerLoss;
  /** How the chips were cut. */
  readonly spec: ChipSpec;
  /** To train with. */
  readonly train: ChipSet;
  /** What its chips are called in errors: the files of their photos, say; `chip 7` unless told. */
  readonly names?: readonly string[] | undefined;
  /** Other people, to measure with. */
  readonly held: ChipSet;
  /** Which pairs of them; drawn where they are left out. */
  readonly pairs?: readonly ChipPair[] | undefined;
  /** P people of K photos each make a batch. */
  readonly people: number;
  readonly photos: number;
  readonly seed: number;
  readonly augmentation?: AugmentationOptions | undefined;
  /** The names of the weights that are trained; all unless told. */
  readonly trained?: readonly string[] | undefined;
  /** Chips that are in memory at once, a divisor of people × photos; all of a batch unless told. */
  readonly microBatch?: number | undefined;
  /** How much of an average of the weights stays at a step: it is what is measured and kept. None unless told. */
  readonly average?: number | undefined;
  /**
   * Called with what the weights confuse of the chips to train with: whenever batches are made of it, and at the end,
   * by the best weights.
   */
  readonly onMined?:
    | ((mined: readonly Confusion[], step: number) => Promise<void> | void)
    | undefined;
}

export interface TrainedRecognizer {
  /** With what was set from the data before the first step, but the weights that it began with. */
  readonly model: RecognizerModel;
  /** Of the best weights. */
  readonly validation: Validation;
  readonly best: Best;
  readonly thresholds: MeasuredThresholds;
}

/** So many chips of those who are trained with choose the threshold. */
const seenChips = 512;

/** So many chips are found that are confused with another, of each kind. */
const mostConfused = 8;

/** From this area under the curve of other people on, what descriptors confuse is worth making batches of. */
export const warmScore = 0.7;

/** The largest norm of all gradients together. */
const clipNorm = 5;

/**
 * Trains a recogniser: batches of people by a seed, varied chips, Adam, and a measurement on other people now and
 * then. See `runCourse`.
 *
 * @throws FaceGpuError `bad-argument`, `not-finite` where the loss is no number any more, `aborted`, and as
 * `RecognizerTraining.create` does
 */
export async function trainRecognizer(
  device: Device,
  options: TrainRecognizerOptions,
): Promise<TrainedRecognizer> {
  const { loss, train, held, people, photos, seed, spec, augmentation, trained } = options;
  const { microBatch, average, resume } = options;
  const mine = async (): Promise<readonly Confusion[]> => {
    const all = Array.from(train.people, (_, chip) => chip);
    const descriptors = await embedChips(training, spec, all);
    const { dimensions, metric } = model;
    const mined = await mineSet(device, {
      descriptors,
      dimensions,
      metric,
      people: train.people,
      most: mostConfused,
    });
    await options.onMined?.(mined, training.step.step);
    return mined;
  };
  const source = new BatchSource(train.people, { people, photos, seed }, mine);
  if (resume?.memory) source.recall(resume.memory);
  const count = people * photos;
  requirePairs(held.people);
  /** Those of whom the chips are that come behind the ones to train with. */
  const others = Array.from(held.people, (_, i) => train.people.length + i);
  const chips = joinChips(train, held);
  const model = isByBatch(options.model, options)
    ? options.model
    : await standardizeFeatures(device, options.model, { chips: train.bytes, spec });
  const training = await RecognizerTraining.create(device, {
    model,
    loss,
    chips,
    spec,
    optimizer: optimizerOf(loss),
    count,
    photos,
    microBatch,
    average,
    trained,
    clipNorm,
    seed,
  });
  try {
    const pairs = options.pairs ?? drawPairs(held.people, 3000, seed);
    const seen = someChips(train, seed);
    const own = drawPairs(
      seen.map((chip) => train.people[chip]),
      3000,
      seed,
    );
    /** What the weights as they are measure, and the descriptors of the others that it was measured by. */
    const measure = async () => {
      // The threshold is chosen on those who are trained with.
      const rows = await embedChips(training, spec, seen);
      const { threshold } = measurePairs(distancesOf(rows, model, own), 0).best;
      const descriptors = await embedChips(training, spec, others);
      const validation = validate(descriptors, model, pairs, threshold);
      return { validation, descriptors };
    };
    let trainedWith: readonly number[] = [];
    const best = await runCourse({
      ...options,
      training: training.step,
      // Weights that were drawn at random measure nothing.
      measuresFirst: !model.isNew,
      memory: () => source.memory(),
      nameOfRow: (row) => options.names?.[trainedWith[row]] ?? `chip ${trainedWith[row]}`,
      train: async (step, rate, { score }) => {
        const mining = loss.kind === 'triplet' ? loss.mining : undefined;
        const batch = await source.batch(step, mining === 'set' && score >= warmScore);
        trainedWith = batch.photos;
        const random = new Random(seed, 'augmentation', step);
        const images = batch.photos.map((chip) => {
          return drawAugmentation(random, chip, spec, augmentation);
        });
        const triplets = mining === 'random' ? drawTriplets(batch, random) : undefined;
        return training.train({ images, people: batch.people, triplets }, rate);
      },
      measure: async () => (await measure()).validation,
      scoreOf: ({ auc }) => auc,
    });
    if (options.onMined) await mine();
    const { validation, descriptors } = await measure();
    const who = `${new Set(held.people).size} people who were not trained with`;
    const thresholds = measureThresholds(descriptors, model, held.people, who);
    return { model, validation, best, thresholds };
  } finally {
    training.dispose();
  }
}

/**
 * Adam makes the small gradient of the directions of all who aren't in a batch as large as any other, and so pushes
 * them together into one place: angles are trained as their papers do it.
 */
function optimizerOf({ kind }: RecognizerLoss): Optimizer {
  return kind === 'triplet' ? adam({ decay: 1e-4 }) : sgd({ momentum: 0.9, decay: 5e-4 });
}

/** Chips of some people, all that these have. */
function someChips({ people }: ChipSet, seed: number): number[] {
  const owned = [...chipsByPerson(people).values()];
  const chosen: number[] = [];
  for (const own of new Random(seed, 'seen').shuffled(owned)) {
    if (chosen.length < seenChips) chosen.push(...own);
  }
  return chosen;
}

/** For each chip of a batch one of the same person and one of another, at random. */
function drawTriplets({ people }: SampledBatch, random: Random): Int32Array {
  const all = [...people.keys()];
  return Int32Array.from(
    all.flatMap((anchor) => {
      const own = all.filter((chip) => chip !== anchor && people[chip] === people[anchor]);
      const others = all.filter((chip) => people[chip] !== people[anchor]);
      return [anchor, own[random.below(own.length)], others[random.below(others.length)]];
    }),
  );
}
