import { FaceGpuError } from '@facegpu/kernels';
import type { Problem } from './problem.ts';

/** A photo, and the person it is said to show. */
export interface LabelledPhoto {
  /** Relative to the data set's folder, with `/` between its parts. */
  readonly file: string;
  readonly person: string;
}

/** The photos of a data set, as its folder or its CSV file lists them: in the order of their names. */
export interface PhotoList {
  /** The folder that files are relative to. */
  readonly root: string;
  readonly photos: readonly LabelledPhoto[];
  readonly problems: readonly Problem[];
}

/** The photos of each person, by name; people in the order in which they first come. */
export function byPerson<T extends { readonly person: string }>(
  photos: Iterable<T>,
): Map<string, T[]> {
  const people = new Map<string, T[]>();
  for (const photo of photos) {
    const own = people.get(photo.person);
    if (own) own.push(photo);
    else people.set(photo.person, [photo]);
  }
  return people;
}

/**
 * What can be said of the people of a list without looking at the photos.
 *
 * @param people all there are, those without a photo too
 */
export function problemsOfPeople(
  people: readonly string[],
  photos: readonly LabelledPhoto[],
): Problem[] {
  const owned = byPerson(photos);
  const problems = people.flatMap((person): Problem[] => {
    const count = owned.get(person)?.length ?? 0;
    if (count > 1) return [];
    if (count === 0)
      return [{ kind: 'empty-person', subject: person, message: `${person} has no photos` }];
    const message = `${person} has one photo: nothing of the same person can be compared with it`;
    return [{ kind: 'single-photo', subject: person, message }];
  });
  for (const names of namesakes(people)) {
    const quoted = names.map((name) => `"${name}"`).join(' and ');
    const message = `${quoted} are one name, and taken for ${names.length} people`;
    problems.push({ kind: 'same-name', subject: names[0], message });
  }
  return problems;
}

/** A name without what people read past: case, spaces, punctuation and encoding. */
export function plainName(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_\-.]+/g, ' ')
    .trim();
}

/** Names that people would read as one. */
function namesakes(people: readonly string[]): string[][] {
  const groups = new Map<string, string[]>();
  for (const name of people) {
    const plain = plainName(name);
    groups.set(plain, [...(groups.get(plain) ?? []), name]);
  }
  return [...groups.values()].filter((names) => names.length > 1);
}

/** @throws FaceGpuError `bad-argument` */
export function noPhotos(source: string): FaceGpuError {
  return new FaceGpuError(
    'bad-argument',
    `${source} has no photos`,
    'Give a folder that has a folder for each person with photos of them, or a CSV file with rows file,person.',
  );
}
