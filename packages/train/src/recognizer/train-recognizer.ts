import type { Device } from '@facegpu/kernels';
import { measurePairs } from '@facegpu/pipeline/evaluate';
import { type AugmentationOptions, drawAugmentation } from '../augment/augmentation.ts';
import { type Best, type CourseSettings, runCourse } from '../course/run-course.ts';
import { type ChipSet, chipsByPerson, joinChips } from '../dataset/chip-set.ts';
import type { ChipSpec } from '../dataset/chip-spec.ts';
import { Random } from '../dataset/random.ts';
import { PeopleSampler, type SampledBatch } from '../dataset/sampler.ts';
import { adam } from '../optimizers/adam.ts';
import { type MeasuredThresholds, measureThresholds, requirePairs } from './measure-thresholds.ts';
import type { RecognizerLoss } from './recognizer-loss.ts';
import type { RecognizerModel } from './recognizer-model.ts';
import { RecognizerTraining, type StepReport } from './recognizer-training.ts';
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
  const owned = [...chipsByPerson(train.people)].map(
    ([person, own]) => [`${person}`, own] as const,
  );
  const sampler = new PeopleSampler(new Map(owned), { people, photos, seed });
  const count = people * photos;
  requirePairs(held.people);
  /** Those of whom the chips are that come behind the ones to train with. */
  const others = Array.from(held.people, (_, i) => train.people.length + i);
  const chips = joinChips(train, held);
  const model = await standardizeFeatures(device, options.model, { chips: train.bytes, spec });
  const training = await RecognizerTraining.create(device, {
    model,
    loss,
    chips,
    spec,
    optimizer: adam({ decay: 1e-4 }),
    count,
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
      const { threshold } = measurePairs(distancesOf(rows, model.dimensions, own), 0).best;
      const descriptors = await embedChips(training, spec, others);
      const validation = validate(descriptors, model.dimensions, pairs, threshold);
      return { validation, descriptors };
    };
    const best = await runCourse({
      ...options,
      training: training.step,
      train: (step, rate) => {
        const batch = sampler.batch(step - 1);
        const random = new Random(seed, 'augmentation', step);
        const isDrawn = loss.kind === 'triplet' && loss.mining === 'random';
        const images = batch.photos.map((chip) => {
          return drawAugmentation(random, chip, spec, augmentation);
        });
        const triplets = isDrawn ? drawTriplets(batch, random) : undefined;
        return training.train({ images, people: batch.people, triplets }, rate);
      },
      measure: async () => (await measure()).validation,
      scoreOf: ({ auc }) => auc,
    });
    const { validation, descriptors } = await measure();
    const who = `${new Set(held.people).size} people who were not trained with`;
    const thresholds = measureThresholds(descriptors, model.dimensions, held.people, who);
    return { model, validation, best, thresholds };
  } finally {
    training.dispose();
  }
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
