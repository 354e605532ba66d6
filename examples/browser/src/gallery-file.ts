import * as v from 'valibot';
import { PageError } from './page-error.ts';
import type { Person } from './person.ts';
import { nextTask, Slices } from './slices.ts';

const format = 'facegpu-gallery';
const version = 1;

const sample = v.object({
  model: v.pipe(v.string(), v.nonEmpty('names no model')),
  values: v.pipe(v.array(v.pipe(v.number(), v.finite())), v.nonEmpty('holds no numbers')),
  chip: v.pipe(v.string(), v.regex(/^data:image\/(png|jpeg|webp);base64,/, 'is no picture')),
});

const file = v.object({
  format: v.literal(format),
  version: v.literal(version),
  people: v.array(v.unknown()),
});

const person = v.object({
  name: v.pipe(v.string(), v.trim(), v.nonEmpty('is empty')),
  samples: v.array(sample),
});

/** The gallery as the text of a JSON file: everybody's descriptors, their model stamps and chips. */
export function encodeGallery(people: readonly Person[]): string {
  const written = people.map(({ name, samples }) => ({
    name,
    samples: samples.map(({ model, values, chip }) => ({ model, values: [...values], chip })),
  }));
  return JSON.stringify({ format, version, people: written });
}

/**
 * Reads what {@link encodeGallery} wrote. There may be much: the page has pauses.
 *
 * @throws PageError that says where the file is wrong
 */
export async function decodeGallery(text: string): Promise<Person[]> {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (cause) {
    throw unreadable('it is not JSON', cause);
  }
  await nextTask();
  const people: Person[] = [];
  const slices = new Slices();
  for (const [i, entry] of read(file, data).people.entries()) {
    const { name, samples } = read(person, entry, `people.${i}`);
    people.push({
      name,
      samples: samples.map((known) => ({ ...known, values: Float32Array.from(known.values) })),
    });
    await slices.pause();
  }
  requireLengths(people);
  return people;
}

/** What a part of the file says, which must be as the schema wants it. */
function read<S extends v.GenericSchema>(schema: S, data: unknown, path = ''): v.InferOutput<S> {
  const result = v.safeParse(schema, data);
  if (result.success) return result.output;
  const [issue] = result.issues;
  const where = [path, v.getDotPath(issue)].filter(Boolean).join('.') || 'the file';
  throw unreadable(`${where}: ${issue.message}`);
}

/** Descriptors of one model are all of one length. */
function requireLengths(people: readonly Person[]): void {
  const lengths = new Map<string, number>();
  for (const { name, samples } of people) {
    for (const { model, values } of samples) {
      const wanted = lengths.get(model) ?? values.length;
      if (values.length !== wanted) {
        throw unreadable(
          `a descriptor of ${name} has ${values.length} numbers, others of its model have ${wanted}`,
        );
      }
      lengths.set(model, wanted);
    }
  }
}

function unreadable(why: string, cause?: unknown): PageError {
  return new PageError(
    `The file is no gallery: ${why}.`,
    'Choose a file that was exported here. Your people are as they were.',
    { cause },
  );
}
