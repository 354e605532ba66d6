import { FaceGpuError } from '@facegpu/kernels';
import { photoOf } from './face-key.ts';

/** Somebody in a library of photos, whether it is known who or not. */
export interface PersonEntry {
  /** From 1; it stays as photos are added. */
  readonly id: number;
  readonly name: string | null;
  /** The faces, by their keys, the densest first. */
  readonly faces: readonly string[];
  /** Those of them of which somebody said that they are this person's. They stay together. */
  readonly told: readonly string[];
}

/** What is known of the people of a library, as a file holds it. */
export interface PeopleFile {
  readonly format: typeof peopleFormat;
  /** The highest id that there ever was. */
  readonly lastId: number;
  readonly people: readonly PersonEntry[];
  /** Faces of which somebody said that they are not a person's. */
  readonly apart: readonly (readonly [face: string, person: number])[];
}

export const peopleFormat = 'facegpu-people-1';

export const nobodyYet: PeopleFile = { format: peopleFormat, lastId: 0, people: [], apart: [] };

/**
 * @param source names where the text comes from, in errors
 * @throws FaceGpuError `bad-argument` for what is no such file, or contradicts itself
 */
export function parsePeople(text: string, source: string): PeopleFile {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw flawed(source, cause instanceof Error ? cause.message : String(cause));
  }
  const flaw = flawOf(json);
  if (flaw !== undefined) throw flawed(source, flaw);
  return json as PeopleFile;
}

/** The text of a file of people. */
export function formatPeople(people: PeopleFile): string {
  return `${JSON.stringify(people, null, 1)}\n`;
}

function flawOf(json: unknown): string | undefined {
  const { format, lastId, people, apart } = (json ?? {}) as Partial<PeopleFile>;
  if (format !== peopleFormat) return `its format isn't ${peopleFormat}`;
  if (!isId(lastId, 0)) return `lastId is ${JSON.stringify(lastId)}`;
  if (!Array.isArray(people)) return 'it has no list of people';
  if (!Array.isArray(apart)) return 'it has no list of faces that are not a person’s';
  const owners = new Map<string, number>();
  const ids = new Set<number>();
  for (const [i, person] of people.entries()) {
    if (!isPerson(person)) return `person ${i + 1} is ${JSON.stringify(person)?.slice(0, 200)}`;
    const { id, faces, told } = person;
    if (ids.has(id) || id > lastId) return `there is a second person ${id}, or one above lastId`;
    ids.add(id);
    for (const face of faces) {
      if (owners.has(face)) return `${face} is of person ${owners.get(face)}, and of ${id}`;
      owners.set(face, id);
    }
    const stray = told.find((face) => owners.get(face) !== id);
    if (stray !== undefined) return `${stray} is told of person ${id}, and is none of its faces`;
    const twice = sharedPhoto(told);
    if (twice) return `${twice.join(' and ')} are in one photo, and are told to be person ${id}`;
  }
  const wrong = apart.find((pair) => !isApart(pair));
  if (wrong) return `${JSON.stringify(wrong)} is no face with a person`;
  const contradiction = apart.find(([face, id]) =>
    people.some((person) => person.id === id && person.told.includes(face)),
  );
  if (contradiction)
    return `${contradiction[0]} is told to be person ${contradiction[1]}, and not to be`;
  return undefined;
}

function isPerson(value: unknown): value is PersonEntry {
  if (typeof value !== 'object' || value === null) return false;
  const { id, name, faces, told } = value as Partial<PersonEntry>;
  if (!isId(id, 1) || !(name === null || (typeof name === 'string' && name.trim() !== ''))) {
    return false;
  }
  return [faces, told].every((list) => Array.isArray(list) && list.every(isText));
}

function isApart(value: unknown): boolean {
  return Array.isArray(value) && value.length === 2 && isText(value[0]) && isId(value[1], 1);
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

function isId(value: unknown, least: number): value is number {
  return Number.isSafeInteger(value) && Number(value) >= least;
}

/** Two faces that are in one photo. */
export function sharedPhoto(faces: readonly string[]): [string, string] | undefined {
  const photos = new Map<string, string>();
  for (const face of faces) {
    const photo = photoOf(face);
    const other = photos.get(photo);
    if (other !== undefined) return [other, face];
    photos.set(photo, face);
  }
  return undefined;
}

function flawed(source: string, flaw: string): FaceGpuError {
  return new FaceGpuError(
    'bad-argument',
    `${source} is no file of people: ${flaw}`,
    'Give the JSON file that the page saved.',
  );
}
