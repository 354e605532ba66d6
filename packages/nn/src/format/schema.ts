import type { Attribute } from '../ir/graph.ts';
import type { Kind } from '../operators/kinds.ts';

/**
 * What a value of JSON must be: gives what is wrong with one, or nothing.
 *
 * @param path of the value, as errors quote it: `graph.nodes[3].inputs`
 */
export type Schema = (value: unknown, path: string) => string | undefined;

/** A value that passes a test; `wanted` says what does. */
export function is(wanted: string, test: (value: unknown) => boolean): Schema {
  return (value, path) => {
    if (test(value)) return undefined;
    if (value === undefined) return `${path} is missing`;
    return `${path || 'its metadata'} is ${shown(value)}, not ${wanted}`;
  };
}

/** A value of a kind that operators' attributes have too. */
export function of({ wanted, accepts }: Kind<Attribute>): Schema {
  return is(wanted, accepts);
}

export const text = is('text', (value) => typeof value === 'string');

export const name = is('a name', (value) => typeof value === 'string' && value !== '');

/** A list; of this length, where one is given. */
export function listOf(item: Schema, length?: number): Schema {
  const list = is(length === undefined ? 'a list' : `a list of ${length}`, (value) => {
    return Array.isArray(value) && (length === undefined || value.length === length);
  });
  return (value, path) =>
    list(value, path) ?? first(value as unknown[], (each, i) => item(each, `${path}[${i}]`));
}

const record = is('a table', isRecord);

/** Values of one kind, by any names. */
export function recordOf(item: Schema): Schema {
  return (value, path) =>
    record(value, path) ??
    first(Object.entries(value as object), ([key, each]) => item(each, `${path}.${key}`));
}

/** A table with a schema for each field of `T`, and no others. */
export function table<T>(fields: { readonly [Name in keyof T]-?: Schema }): Schema {
  const known = Object.entries<Schema>(fields);
  return (value, path) => {
    const flaw = record(value, path);
    if (flaw !== undefined) return flaw;
    const given = value as Record<string, unknown>;
    const at = (key: string) => (path === '' ? key : `${path}.${key}`);
    const unknown = Object.keys(given).find((key) => !Object.hasOwn(fields, key));
    if (unknown !== undefined) return `${at(unknown)} is no field of it`;
    return first(known, ([key, field]) => {
      return field(Object.hasOwn(given, key) ? given[key] : undefined, at(key));
    });
  };
}

/** A value that may be left out. */
export function maybe(schema: Schema): Schema {
  return (value, path) => (value === undefined ? undefined : schema(value, path));
}

/** Whether a value of JSON is an object. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The first flaw that there is in any of the items. */
function first<T>(
  items: readonly T[],
  flawOf: (item: T, index: number) => string | undefined,
): string | undefined {
  for (const [i, item] of items.entries()) {
    const flaw = flawOf(item, i);
    if (flaw !== undefined) return flaw;
  }
  return undefined;
}

/** A value as an error quotes it. */
function shown(value: unknown): string {
  const json = JSON.stringify(value);
  return json.length > 60 ? `${json.slice(0, 60)}…` : json;
}
