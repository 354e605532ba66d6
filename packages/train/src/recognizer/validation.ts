import { distanceOf, type Metric } from '@facegpu/pipeline';
import { type MeasuredPair, type Metrics, measurePairs } from '@facegpu/pipeline/evaluate';
import { plain } from '../augment/augmentation.ts';
import { chipsByPerson } from '../dataset/chip-set.ts';
import type { ChipSpec } from '../dataset/chip-spec.ts';
import { fullBatches } from '../dataset/full-batches.ts';
import { Random } from '../dataset/random.ts';
import type { RecognizerTraining } from './recognizer-training.ts';

/** Two chips by their numbers, and whether they show one person. A photo without a face has the number −1. */
export interface ChipPair {
  readonly a: number;
  readonly b: number;
  readonly same: boolean;
}

/** How well the network tells people apart, at a threshold that other people chose. */
export interface Validation extends Metrics {
  readonly threshold: number;
}

/** What descriptors are, and how they are compared. */
export interface DescriptorSpace {
  readonly dimensions: number;
  readonly metric: Metric;
}

/**
 * Descriptors of chips as they are, `[numbers.length, dimensions]`.
 *
 * @param numbers of the chips
 */
export async function embedChips(
  training: RecognizerTraining,
  spec: ChipSpec,
  numbers: readonly number[],
): Promise<Float32Array> {
  const { chunk, model } = training;
  const embedded = new Float32Array(numbers.length * model.dimensions);
  for (const { first, live, all } of fullBatches(numbers, chunk)) {
    const rows = await training.embed(all.map((chip) => plain(chip, spec)));
    embedded.set(rows.subarray(0, live.length * model.dimensions), first * model.dimensions);
  }
  return embedded;
}

/**
 * Pairs to measure with: of one person as many as there are, up to a limit, and as many of two.
 *
 * @param people the number of each chip's person
 */
export function drawPairs(people: ArrayLike<number>, most: number, seed: number): ChipPair[] {
  const random = new Random(seed, 'pairs');
  const owned = chipsByPerson(people);
  const mated = [...owned.values()].flatMap((own) =>
    own.flatMap((a, i) => own.slice(i + 1).map((b) => ({ a, b, same: true }))),
  );
  const same = random.shuffled(mated).slice(0, most);
  const others: ChipPair[] = [];
  const isMixed = owned.size > 1;
  while (isMixed && others.length < same.length) {
    const [a, b] = [random.below(people.length), random.below(people.length)];
    if (people[a] !== people[b]) others.push({ a, b, same: false });
  }
  return [...same, ...others];
}

/**
 * Measures pairs of chips whose descriptors are known.
 *
 * @param descriptors `[chips, dimensions]`
 */
export function validate(
  descriptors: Float32Array,
  space: DescriptorSpace,
  pairs: readonly ChipPair[],
  threshold: number,
): Validation {
  return { ...measurePairs(distancesOf(descriptors, space, pairs), threshold), threshold };
}

/** The distances of pairs; that of a photo without a face to any other is infinite. */
export function distancesOf(
  descriptors: Float32Array,
  { dimensions, metric }: DescriptorSpace,
  pairs: readonly ChipPair[],
): MeasuredPair[] {
  const rowOf = (chip: number) => {
    return descriptors.subarray(chip * dimensions, (chip + 1) * dimensions);
  };
  return pairs.map(({ a, b, same }) => {
    const isFound = a >= 0 && b >= 0;
    const distance = isFound ? distanceOf(metric, rowOf(a), rowOf(b)) : Number.POSITIVE_INFINITY;
    return { same, distance };
  });
}
