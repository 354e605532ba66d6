import { badOnnx, unsupported } from './bad-onnx.ts';
import { narrowed } from './narrow.ts';
import type { AttributeProto, TensorProto } from './proto/onnx_pb.ts';

/** Numbers that ONNX's file format has for types of attributes. */
export const attributeNumbers = {
  float: 1,
  int: 2,
  string: 3,
  tensor: 4,
  floats: 6,
  ints: 7,
  strings: 8,
} as const;

/** How an attribute of an ONNX node is read. */
export interface OnnxAttribute<T = unknown> {
  /** The number of its type. */
  readonly type: number | undefined;
  /** Its value; throws where it is none that is supported. `what` names it in errors. */
  read(attribute: AttributeProto, what: string): T;
  /** What stands for it where a node leaves it out. */
  readonly fallback: T | undefined;
  /** Whether it may not be left out. */
  readonly isRequired?: true;
  /** What it may be, where that isn't all that ONNX allows: for the table of operators. */
  readonly only?: string;
}

/** The attributes that an operator may have, in any version of it. */
export type OnnxAttributes = Readonly<Record<string, OnnxAttribute>>;

export type OnnxAttributesOf<Schema extends OnnxAttributes> = {
  readonly [Name in keyof Schema]: Schema[Name] extends OnnxAttribute<infer T> ? T : never;
};

type Reader<T> = (attribute: AttributeProto, what: string) => T;

function kind<T>(type: number, read: Reader<T>) {
  function attribute(fallback: T): OnnxAttribute<T>;
  function attribute(): OnnxAttribute<T | undefined>;
  function attribute(fallback?: T): OnnxAttribute<T | undefined> {
    return { type, read, fallback };
  }
  return attribute;
}

const text = new TextDecoder();

/** A number; `undefined` where a node leaves it out and no fallback is given. */
export const float = kind(attributeNumbers.float, ({ f }) => f);

/** A whole number. */
export const int = kind(attributeNumbers.int, ({ i }, what) => narrowed(i, what));

/** Whole numbers. */
export const ints = kind<readonly number[]>(attributeNumbers.ints, ({ ints }, what) => {
  return ints.map((value) => narrowed(value, what));
});

export const floats = kind<readonly number[]>(attributeNumbers.floats, ({ floats }) => floats);

export const tensor = kind<TensorProto>(attributeNumbers.tensor, ({ t }, what) => {
  if (t) return t;
  throw badOnnx(`${what} is empty`);
});

export const string = kind(attributeNumbers.string, ({ s }) => text.decode(s));

/** 0 or 1. */
export function flag(fallback: boolean): OnnxAttribute<boolean> {
  return { type: attributeNumbers.int, read: ({ i }) => i !== 0n, fallback };
}

/** One of these words, the first where it is left out; ONNX may have others. */
export function word<const Word extends string>(...words: readonly Word[]): OnnxAttribute<Word> {
  return {
    type: attributeNumbers.string,
    read({ s }, what) {
      const given = text.decode(s);
      const found = words.find((each) => each === given);
      if (found !== undefined) return found;
      throw unsupported(`${what} is "${given}"`, `These are supported: ${words.join(', ')}.`);
    },
    fallback: words[0],
    only: words.join(', '),
  };
}

/** A whole number that may only be this one. */
export function fixed(value: number): OnnxAttribute<number> {
  return {
    type: attributeNumbers.int,
    read({ i }, what) {
      if (Number(i) === value) return value;
      throw unsupported(`${what} is ${i}`, `Only ${value} is supported.`);
    },
    fallback: value,
    only: String(value),
  };
}

/** An attribute that changes nothing of an inference. */
export const ignored: OnnxAttribute<undefined> = {
  type: undefined,
  read: () => undefined,
  fallback: undefined,
};

/** What versions up to 5 say of memory. */
const outdated = 'consumed_inputs';

/** The attribute must be there. */
export function required<T>(attribute: OnnxAttribute<T | undefined>): OnnxAttribute<T> {
  return { ...(attribute as OnnxAttribute<T>), isRequired: true };
}

/**
 * The attributes of a node, with what stands for those that were left out.
 *
 * @param what names the node in errors
 * @param onProblem called with each attribute that isn't supported
 */
export function readOnnxAttributes<Schema extends OnnxAttributes>(
  given: readonly AttributeProto[],
  schema: Schema,
  what: string,
  onProblem: (error: unknown) => void,
): OnnxAttributesOf<Schema> {
  const byName = new Map(given.map((attribute) => [attribute.name, attribute]));
  for (const name of byName.keys()) {
    if (Object.hasOwn(schema, name) || name === outdated) continue;
    const known = Object.keys(schema).join(', ') || 'none';
    onProblem(unsupported(`${what}: attribute ${name}`, `These are supported: ${known}.`));
  }
  const read = Object.entries(schema).map(([name, entry]) => {
    const attribute = byName.get(name);
    if (!attribute && !entry.isRequired) return [name, entry.fallback];
    try {
      if (!attribute) throw badOnnx(`${what}: attribute ${name} is missing`);
      return [name, readOne(attribute, entry, `${what}: attribute ${name}`)];
    } catch (error) {
      onProblem(error);
      return [name, entry.fallback];
    }
  });
  return Object.fromEntries(read) as OnnxAttributesOf<Schema>;
}

function readOne(attribute: AttributeProto, entry: OnnxAttribute, what: string): unknown {
  if (attribute.refAttrName !== '') {
    throw unsupported(`${what} refers to a function's`, 'Inline the functions of the model.');
  }
  // Files of the first versions leave the type out.
  if (attribute.type !== 0 && entry.type !== undefined && attribute.type !== entry.type) {
    throw badOnnx(`${what} has the type ${attribute.type}, not ${entry.type}`);
  }
  return entry.read(attribute, what);
}
