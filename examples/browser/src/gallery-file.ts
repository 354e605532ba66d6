import type { ChipJson } from '@facegpu/pipeline';
import * as v from 'valibot';
import { PageError } from './page-error.ts';
import { nextTask, Slices } from './slices.ts';

const format = 'facegpu-gallery';
const version = 1;

/** A face of a file. */
export interface FileFace {
  readonly model: string;
  readonly values: Float32Array;
  /** Its aligned picture as a data URL; the library’s own export has a chip instead. */
  readonly portrait?: string;
  readonly chip?: ChipJson;
}

export interface FilePerson {
  readonly name: string;
  readonly faces: readonly FileFace[];
}

const stamp = v.pipe(v.string(), v.nonEmpty('names no model'));
const numbers = v.pipe(v.array(v.pipe(v.number(), v.finite())), v.nonEmpty('holds no numbers'));
const picture = v.pipe(
  v.string(),
  v.regex(/^data:image\/(png|jpeg|webp);base64,/, 'is no picture'),
);
const size = v.pipe(v.number(), v.integer(), v.minValue(1));
const chip = v.object({ width: size, height: size, data: v.string() });
const name = v.pipe(v.string(), v.trim(), v.nonEmpty('is empty'));

const face = v.object({
  model: stamp,
  values: numbers,
  portrait: v.optional(picture),
  chip: v.optional(chip),
});
const person = v.object({ name, faces: v.array(face) });
/** As this page wrote people before its files could be imported everywhere. */
const earlierPerson = v.object({
  name,
  samples: v.array(v.object({ model: stamp, values: numbers, chip: picture })),
});

const file = v.object({
  format: v.literal(format),
  version: v.literal(version),
  people: v.array(v.unknown()),
});

/**
 * The gallery as the text of a JSON file, as `gallery.import` and `facegpu gallery import` take it: everybody's
 * descriptors and their model stamps, and portraits for this page.
 */
export function encodeGallery(people: readonly FilePerson[]): string {
  const written = people.map(({ faces, ...person }) => ({
    ...person,
    faces: faces.map(({ values, ...face }) => {
      return { ...face, values: Array.from(values, (value) => Number(value.toPrecision(9))) };
    }),
  }));
  return JSON.stringify({ format, version, people: written });
}

/**
 * Reads what {@link encodeGallery} or `gallery.export` wrote. There may be much: the page has pauses.
 *
 * @throws PageError that says where the file is wrong
 */
export async function decodeGallery(text: string): Promise<FilePerson[]> {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (cause) {
    throw unreadable('it is not JSON', cause);
  }
  await nextTask();
  const people: FilePerson[] = [];
  const slices = new Slices();
  for (const [i, entry] of read(file, data).people.entries()) {
    people.push(readPerson(entry, `people.${i}`));
    await slices.pause();
  }
  requireLengths(people);
  return people;
}

function readPerson(entry: unknown, path: string): FilePerson {
  const isEarlier = typeof entry === 'object' && entry !== null && 'samples' in entry;
  if (isEarlier) {
    const { name, samples } = read(earlierPerson, entry, path);
    return { name, faces: samples.map(({ chip, ...face }) => toFace({ ...face, portrait: chip })) };
  }
  const { name, faces } = read(person, entry, path);
  return { name, faces: faces.map(toFace) };
}

function toFace({ model, values, portrait, chip }: v.InferOutput<typeof face>): FileFace {
  return {
    model,
    values: Float32Array.from(values),
    ...(portrait !== undefined && { portrait }),
    ...(chip && { chip }),
  };
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
function requireLengths(people: readonly FilePerson[]): void {
  const lengths = new Map<string, number>();
  for (const { name, faces } of people) {
    for (const { model, values } of faces) {
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
