import { distanceOf, type Metric } from '@facegpu/pipeline';
import type { Person } from './person.ts';
import { Slices } from './slices.ts';

/** Two enrolled faces. */
export interface Pair {
  readonly distance: number;
  readonly samePerson: boolean;
}

/** What a distance threshold does to the pairs of enrolled faces. */
export interface Consequences {
  /** Pairs of one person, and how many of them the threshold takes for two people. */
  readonly same: number;
  readonly split: number;
  /** Pairs of two people, and how many of them it takes for one. */
  readonly different: number;
  readonly merged: number;
}

/** Pairs grow with the square of the samples; more than these are not looked at. */
export const mostSamples = 400;

/** The distances of all pairs of enrolled faces. They are many: the page has pauses. */
export async function pairsOf(
  people: readonly Pick<Person, 'samples'>[],
  metric: Metric,
): Promise<Pair[]> {
  const samples = people
    .flatMap((person) => person.samples.map(({ values }) => ({ values, person })))
    .slice(0, mostSamples);
  const pairs: Pair[] = [];
  const slices = new Slices();
  for (const [i, a] of samples.entries()) {
    for (const b of samples.slice(i + 1)) {
      const samePerson = a.person === b.person;
      pairs.push({ distance: distanceOf(metric, a.values, b.values), samePerson });
    }
    await slices.pause();
  }
  return pairs;
}

/** Faces below the threshold are taken for one person's. */
export function consequencesOf(pairs: readonly Pair[], threshold: number): Consequences {
  const same = pairs.filter(({ samePerson }) => samePerson);
  const different = pairs.filter(({ samePerson }) => !samePerson);
  return {
    same: same.length,
    split: same.filter(({ distance }) => distance >= threshold).length,
    different: different.length,
    merged: different.filter(({ distance }) => distance < threshold).length,
  };
}

/** How many distances lie in each of equal bins from `from` to `to`; those beyond count at the ends. */
export function histogramOf(
  distances: readonly number[],
  { from, to, bins }: { from: number; to: number; bins: number },
): number[] {
  const counts = new Array<number>(bins).fill(0);
  for (const distance of distances) {
    const bin = Math.floor(((distance - from) / (to - from)) * bins);
    counts[Math.min(bins - 1, Math.max(0, bin))]++;
  }
  return counts;
}
