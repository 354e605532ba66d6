import { FaceGpuError } from '@facegpu/kernels';
import {
  calibrate,
  compareAll,
  type DistanceHistogram,
  type Threshold,
} from '@facegpu/pipeline/evaluate';
import { chipsByPerson } from '../dataset/chip-set.ts';
import type { DescriptorSpace } from './validation.ts';

export interface MeasuredThresholds {
  readonly thresholds: readonly Threshold[];
  /** What they were measured on, in words. */
  readonly measuredOn: string;
}

/** Rates for so few people that a hundredth of their pairs is chance. */
const coarseRates = [0.3, 0.1];
const fewestPairs = 100;

/**
 * The distances at false-match rates, of all pairs of two people among some chips.
 *
 * @param descriptors `[chips, dimensions]`
 * @param people the number of each chip's person
 * @param who whom they show, in words; see `requirePairs`
 */
export function measureThresholds(
  descriptors: Float32Array,
  { dimensions, metric }: DescriptorSpace,
  people: ArrayLike<number>,
  who: string,
): MeasuredThresholds {
  const templates = Array.from(people, (person, chip) => ({
    person,
    descriptor: descriptors.subarray(chip * dimensions, (chip + 1) * dimensions),
  }));
  const { nonMated } = compareAll(templates, metric);
  const pairs = nonMated.total;
  const fine = calibrate(nonMated);
  const thresholds = fine.length >= 2 ? fine : coarseRates.map((rate) => coarse(nonMated, rate));
  return {
    thresholds,
    measuredOn: `${people.length} photos of ${who}, ${pairs} pairs of two people`,
  };
}

function coarse(nonMated: DistanceHistogram, falseMatchRate: number): Threshold {
  const pairs = Math.floor(nonMated.total * falseMatchRate);
  return { falseMatchRate, distance: nonMated.thresholdOf(pairs), pairs };
}

/**
 * Thresholds can be measured with these people.
 *
 * @param people the number of each chip's person
 * @throws FaceGpuError `bad-argument` where fewer than a hundred pairs show two people
 */
export function requirePairs(people: ArrayLike<number>): void {
  const owned = chipsByPerson(people);
  const pairs = [...owned.values()].reduce((sum, { length }) => {
    return sum + (length * (people.length - length)) / 2;
  }, 0);
  if (pairs >= fewestPairs) return;
  throw new FaceGpuError(
    'bad-argument',
    `only ${pairs} pairs of the ${owned.size} people who are held out show two people: no threshold can be measured`,
    `Give more people: at least ${fewestPairs} such pairs are needed, a million are good.`,
  );
}
