import { FaceGpuError } from '@facegpu/kernels';
import { plainName } from './photo-list.ts';
import { hash, Random } from './random.ts';

export interface SplitOptions {
  /** The share of people to test with, from 0 to 1. */
  readonly test: number;
  readonly seed: number;
}

/** People to train with, and others to test with. */
export interface Split {
  readonly train: readonly string[];
  readonly test: readonly string[];
}

/**
 * Splits people, never their photos, by a hash of their names: who is added or leaves moves nobody else to
 * the other side, and names that people read as one (see `plainName`) are on the same one.
 *
 * @throws FaceGpuError `bad-argument`
 */
export function splitPeople(people: readonly string[], { test, seed }: SplitOptions): Split {
  if (!(test >= 0 && test <= 1)) {
    throw new FaceGpuError(
      'bad-argument',
      `the share of people to test with is ${test}`,
      'Give a number from 0 to 1, 0.2 perhaps.',
    );
  }
  const isTested = (name: string) => hash(seed, plainName(name)) / 2 ** 32 < test;
  return {
    train: people.filter((name) => !isTested(name)),
    test: people.filter(isTested),
  };
}

/** The people of a list whose names, as people read them, are in another too: who was trained with can't be tested with. */
export function sharedPeople(train: Iterable<string>, test: Iterable<string>): string[] {
  const known = new Set(Array.from(train, plainName));
  return [...test].filter((name) => known.has(plainName(name)));
}

/**
 * Splits what has no people to keep apart: of the numbers from 0 to `count` a share is held out, drawn by a seed.
 *
 * @returns `train` and `held`, in the order in which they were drawn
 */
export function splitNumbers(
  count: number,
  { share, seed }: { readonly share: number; readonly seed: number },
): { readonly train: readonly number[]; readonly held: readonly number[] } {
  const drawn = new Random(seed, 'held').shuffled(Array.from({ length: count }, (_, i) => i));
  const others = Math.round(share * count);
  return { train: drawn.slice(others), held: drawn.slice(0, others) };
}
