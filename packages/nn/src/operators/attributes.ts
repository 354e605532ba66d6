import { FaceGpuError, type Pair } from '@facegpu/kernels';
import type { Attribute, Attributes, Node } from '../ir/graph.ts';

/** What an attribute may be: a type for the compiler, and a check for what comes out of a file. */
export interface Kind<T extends Attribute> {
  /** The rest of a sentence that begins with "It must be". */
  readonly wanted: string;
  accepts(value: unknown): value is T;
}

/** An attribute that may be left out. */
export interface Optional<T extends Attribute, Fallback = T | undefined> {
  readonly kind: Kind<T>;
  /** What stands for it then. */
  readonly fallback: Fallback;
}

/** The attributes of an operator, by name: a kind for one that must be given. */
export type AttributeSchema = Readonly<Record<string, Kind<Attribute> | Optional<Attribute>>>;

/** The attributes of a node as its operator reads them, each there. */
export type AttributesOf<Schema extends AttributeSchema> = {
  readonly [Name in keyof Schema]: Schema[Name] extends Kind<infer T>
    ? T
    : Schema[Name] extends Optional<infer T, infer Fallback>
      ? T | Fallback
      : never;
};

/** The attributes of a node as they are written down. */
export type GivenAttributes<Schema extends AttributeSchema> = {
  readonly [Name in keyof Schema as Schema[Name] extends Kind<Attribute>
    ? Name
    : never]: Schema[Name] extends Kind<infer T> ? T : never;
} & {
  readonly [Name in keyof Schema as Schema[Name] extends Kind<Attribute>
    ? never
    : Name]?: Schema[Name] extends { readonly kind: Kind<infer T> } ? T : never;
};

/** An attribute that may be left out, with what stands for it then. */
export function optional<T extends Attribute>(kind: Kind<T>, fallback: NoInfer<T>): Optional<T, T>;
export function optional<T extends Attribute>(kind: Kind<T>): Optional<T, undefined>;
/* @__NO_SIDE_EFFECTS__ */
export function optional<T extends Attribute>(kind: Kind<T>, fallback?: T): Optional<T> {
  return { kind, fallback };
}

export const real: Kind<number> = {
  wanted: 'a finite number',
  accepts: (value): value is number => Number.isFinite(value),
};

export const flag: Kind<boolean> = {
  wanted: 'true or false',
  accepts: (value): value is boolean => typeof value === 'boolean',
};

/** One of these words. */
/* @__NO_SIDE_EFFECTS__ */
export function oneOf<const Word extends string>(...words: readonly Word[]): Kind<Word> {
  return {
    wanted: `one of ${words.join(', ')}`,
    accepts: (value): value is Word => words.some((word) => word === value),
  };
}

/** The most that a window's size, step or padding may be: positions of taps stay within 32 bits. */
const mostPixels = 65_535;

/** The largest whole number either way that shaders can hold. */
const mostInteger = 2 ** 31 - 1;

export const integer: Kind<number> = {
  wanted: 'a whole number of 32 bits',
  accepts: (value): value is number => isInteger(value, -mostInteger, mostInteger),
};

/** How many of something there are. */
export const count: Kind<number> = {
  wanted: 'a whole number from 1',
  accepts: (value): value is number => isInteger(value, 1, mostInteger),
};

export const integers: Kind<readonly number[]> = {
  wanted: 'a list of whole numbers of 32 bits',
  accepts: (value): value is readonly number[] => isList(value, -mostInteger, mostInteger),
};

/** Pixels along y and x: of a kernel, a stride, a dilation. */
export const pair: Kind<Pair> = {
  wanted: `two whole numbers from 1 to ${mostPixels}`,
  accepts: (value): value is Pair => isList(value, 1, mostPixels, 2),
};

/** `valid` for none, `same` for TensorFlow's rule, or `[top, bottom, left, right]`. */
export const padding: Kind<'same' | 'valid' | readonly number[]> = {
  wanted: `"same", "valid" or four whole numbers from 0 to ${mostPixels}`,
  accepts: (value): value is 'same' | 'valid' | readonly number[] =>
    value === 'same' || value === 'valid' || isList(value, 0, mostPixels, 4),
};

/**
 * The attributes of a node, checked, with what stands for those that were left out.
 *
 * @throws FaceGpuError `bad-model` that names node, operator and attribute
 */
export function readAttributes<Schema extends AttributeSchema>(
  node: Node,
  schema: Schema,
): AttributesOf<Schema> {
  const { attributes } = node;
  const unknown = Object.keys(attributes).find((name) => !Object.hasOwn(schema, name));
  if (unknown !== undefined) {
    const known = Object.keys(schema).join(', ') || 'none';
    throw wrong(node, `has no attribute ${JSON.stringify(unknown)}`, `Its attributes: ${known}.`);
  }
  const read = Object.entries(schema).map(([name, entry]) => {
    return [name, readAttribute(node, attributes, name, entry)];
  });
  return Object.fromEntries(read) as AttributesOf<Schema>;
}

function readAttribute(
  node: Node,
  attributes: Attributes,
  name: string,
  entry: Kind<Attribute> | Optional<Attribute>,
): Attribute | undefined {
  const kind = 'kind' in entry ? entry.kind : entry;
  const value: unknown = Object.hasOwn(attributes, name) ? attributes[name] : undefined;
  if (value === undefined && 'kind' in entry) return entry.fallback;
  if (kind.accepts(value)) return value;
  const what = value === undefined ? 'is missing' : `is ${JSON.stringify(value)}`;
  throw wrong(node, `: attribute ${name} ${what}`, `It must be ${kind.wanted}.`);
}

function wrong({ operator, name }: Node, what: string, fix: string): FaceGpuError {
  const gap = what.startsWith(':') ? '' : ' ';
  return new FaceGpuError('bad-model', `${operator}${gap}${what} (node "${name}")`, fix);
}

function isInteger(value: unknown, least: number, most: number): value is number {
  return Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= most;
}

function isList(
  value: unknown,
  least: number,
  most: number,
  length?: number,
): value is readonly number[] {
  if (!Array.isArray(value) || (length !== undefined && value.length !== length)) return false;
  return value.every((item) => isInteger(item, least, most));
}
