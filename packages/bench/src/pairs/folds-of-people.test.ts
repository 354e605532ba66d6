import path from 'node:path';
import { expect, it } from 'vitest';
import { pairsInFolds } from './folds-of-people.ts';

const people = Array.from({ length: 23 }, (_, person) => {
  const photos = (kind: string) => Array.from({ length: 4 }, (_, i) => `${person}/${kind}-${i}`);
  return { frontals: photos('frontal'), profiles: photos('profile') };
});
const options = { folds: 5, frontals: 3, profiles: 2, seed: 'one' };

it('makes as many pairs of two people as of one, within folds that share nobody', () => {
  const { frontal, profile } = pairsInFolds(people, options);
  expect(frontal).toHaveLength(2 * 23 * 3);
  expect(profile).toHaveLength(2 * 23 * 6);
  const foldOf = new Map<string, number>();
  for (const { a, b, same, fold } of [...frontal, ...profile]) {
    const [first, second] = [path.dirname(a), path.dirname(b)];
    expect(first === second).toBe(same);
    expect(a).not.toBe(b);
    for (const person of [first, second]) {
      expect(foldOf.get(person) ?? fold).toBe(fold);
      foldOf.set(person, fold);
    }
  }
  expect(profile.every(({ a, b }) => a.includes('frontal') && b.includes('profile'))).toBe(true);
  expect(frontal.filter(({ same }) => same)).toHaveLength(frontal.length / 2);
});

it('is the same for the same seed alone', () => {
  expect(pairsInFolds(people, options)).toEqual(pairsInFolds(people, options));
  expect(pairsInFolds(people, { ...options, seed: 'two' })).not.toEqual(
    pairsInFolds(people, options),
  );
});
