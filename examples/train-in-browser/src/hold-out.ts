import { type Split, splitPeople } from '@facegpu/train';

/** Pairs of photos that show two people, among those to measure with: fewer say nothing. */
export const fewestPairs = 100;

/** The shares of people who are held out, the least first. */
const shares = Array.from({ length: 91 }, (_, i) => (10 + i) / 100);

/**
 * Whom to train with, and whom to measure with: a tenth of the people, or as many as it takes.
 *
 * @param photos how many photos with a face each person has: people with one are left out
 * @returns nothing where there are too few
 */
export function holdOut(photos: ReadonlyMap<string, number>): Split | undefined {
  const people = [...photos.keys()].filter((name) => (photos.get(name) ?? 0) > 1);
  const splits = shares.map((test) => splitPeople(people, { test, seed: 1 }));
  return splits.find(({ train, test }) => {
    const counts = test.map((name) => photos.get(name) ?? 0);
    return train.length >= 2 && pairsOfTwo(counts) >= fewestPairs;
  });
}

/** How many pairs of photos show two people. */
function pairsOfTwo(counts: readonly number[]): number {
  const all = counts.reduce((sum, count) => sum + count, 0);
  return counts.reduce((sum, count) => sum + (count * (all - count)) / 2, 0);
}
