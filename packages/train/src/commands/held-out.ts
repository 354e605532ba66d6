import path from 'node:path';
import { FaceGpuError } from '@facegpu/kernels';
import { readCsvPairs, readLfwPairs } from '@facegpu/pipeline/command-line';
import { type ChipSet, loadChips } from '../dataset/chip-set.ts';
import type { ChipSpec } from '../dataset/chip-spec.ts';
import { byPerson, type LabelledPhoto } from '../dataset/photo-list.ts';
import { type Dataset, type PrepareOptions, prepareDataset } from '../dataset/prepare-dataset.ts';
import { sharedPeople, splitPeople } from '../dataset/split.ts';
import type { ChipPair } from '../recognizer/validation.ts';

/** Whom to train with, and whom to measure with. */
export interface TrainingData {
  readonly train: ChipSet;
  /** The photos of whose faces its chips are, in their order. */
  readonly photos: readonly LabelledPhoto[];
  readonly held: ChipSet;
  /** Which pairs to measure with; drawn among all where they are left out. */
  readonly pairs?: readonly ChipPair[];
}

/** The share of people who are held out where no pairs are given. */
const heldShare = 0.1;

/**
 * Splits a data set by its people: a tenth of them is held out.
 *
 * @throws FaceGpuError `bad-argument` where too few people are left on a side
 */
export async function holdOut(
  dataset: Dataset,
  spec: ChipSpec,
  seed: number,
): Promise<TrainingData> {
  const people = peopleWithFaces(dataset);
  const split = splitPeople(people, { test: heldShare, seed });
  if (split.test.length < 2 || split.train.length < 2) {
    throw new FaceGpuError(
      'bad-argument',
      `${people.length} people have two photos with a face or more: too few to hold some out`,
      'Give more people, or pairs of other people with --val.',
    );
  }
  const { set: train, photos } = await loadChips(dataset, spec, split.train);
  const { set: held } = await loadChips(dataset, spec, split.test);
  return { train, photos, held };
}

/**
 * All of a data set to train with, and pairs of other people to measure with. A person is the folder that a
 * photo is in.
 *
 * @param file rows `path,path,same`, or LFW's own format where it ends in `.txt`
 * @throws FaceGpuError `bad-argument` where people are on both sides
 */
export async function holdPairs(
  dataset: Dataset,
  spec: ChipSpec,
  file: string,
  options: Omit<PrepareOptions, 'chips'>,
): Promise<TrainingData> {
  const list = file.endsWith('.txt')
    ? await readLfwPairs(file, path.dirname(file))
    : await readCsvPairs(file);
  const root = path.dirname(path.resolve(file));
  const fileOf = (name: string) => path.relative(root, list.resolve(name));
  const names = [...new Set(list.pairs.flatMap(({ a, b }) => [a, b]))];
  const photos = names.map((name) => {
    return { file: fileOf(name), person: path.basename(path.dirname(list.resolve(name))) };
  });
  const people = [...new Set(photos.map(({ person }) => person))];
  const trained = peopleWithFaces(dataset);
  requireOthers(sharedPeople(trained, people), file);
  const others = await prepareDataset({ root, photos, problems: [] }, { ...options, chips: spec });
  const { set: held, photos: found } = await loadChips(others, spec, people);
  const numbers = new Map(found.map((photo, i) => [photo.file, i]));
  const numberOf = (name: string) => numbers.get(fileOf(name)) ?? -1;
  const { set: train, photos: seen } = await loadChips(dataset, spec, trained);
  return {
    train,
    photos: seen,
    held,
    pairs: list.pairs.map(({ a, b, same }) => ({ a: numberOf(a), b: numberOf(b), same })),
  };
}

/** Those of whom two photos have a face: nothing can be learnt of one. */
function peopleWithFaces({ photos }: Dataset): string[] {
  const owned = byPerson(photos.filter(({ face }) => face));
  return [...owned.keys()].filter((name) => (owned.get(name)?.length ?? 0) > 1);
}

function requireOthers(shared: readonly string[], file: string): void {
  if (shared.length === 0) return;
  const named = shared.slice(0, 5).join(', ');
  const more = shared.length > 5 ? ` and ${shared.length - 5} more` : '';
  throw new FaceGpuError(
    'bad-argument',
    `${file} shows people who are trained with: ${named}${more}`,
    'Measure with other people, or take these out of the data.',
  );
}
