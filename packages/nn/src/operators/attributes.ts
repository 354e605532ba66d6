import { FaceGpuError } from '@facegpu/kernels';
import type { Attribute, Attributes, Node } from '../ir/graph.ts';
import type { Kind } from './kinds.ts';

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
