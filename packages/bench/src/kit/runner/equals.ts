/** Something that stands in an expected value for all that it accepts. */
export class Matcher {
  readonly accepts: (got: unknown) => boolean;
  readonly #text: string;

  constructor(text: string, accepts: (got: unknown) => boolean) {
    this.accepts = accepts;
    this.#text = text;
  }

  toJSON(): string {
    return this.#text;
  }
}

/**
 * Whether two values hold the same.
 *
 * @param partial what objects have besides counts for nothing
 */
export function equals(got: unknown, want: unknown, partial = false): boolean {
  if (want instanceof Matcher) return want.accepts(got);
  if (Object.is(got, want)) return true;
  if (!isObject(got) || !isObject(want)) return false;
  // An error has whatever an object is asked to have.
  if (tagOf(got) !== tagOf(want) && !(partial && tagOf(want) === plain)) return false;
  if (want instanceof Error && got instanceof Error) return got.message === want.message;
  if (got instanceof Map || got instanceof Set) {
    return equals([...got], [...(want as Map<unknown, unknown> | Set<unknown>)], partial);
  }
  if (got instanceof ArrayBuffer) {
    return equals(new Uint8Array(got), new Uint8Array(want as ArrayBuffer));
  }
  if (Array.isArray(got) || ArrayBuffer.isView(got)) return sameElements(got, want, partial);
  const names = Object.keys(partial ? want : { ...got, ...want });
  return names.every((name) => equals(Reflect.get(got, name), Reflect.get(want, name), partial));
}

function sameElements(got: object, want: object, partial: boolean): boolean {
  const [a, b] = [got, want] as [ArrayLike<unknown>, ArrayLike<unknown>];
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (!equals(a[i], b[i], partial)) return false;
  return true;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

const plain = '[object Object]';

function tagOf(value: object): string {
  return Object.prototype.toString.call(value);
}
