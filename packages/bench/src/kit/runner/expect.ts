import { equals, Matcher } from './equals.ts';

/** What is checked, and how the check is put in words. */
type Check = (got: unknown, ...wanted: never[]) => boolean;

/** vitest's matchers, as many as kernel tests and those of the runtime call. */
const checks = {
  toBe: (got, want: unknown) => Object.is(got, want),
  toEqual: (got, want: unknown) => equals(got, want),
  toMatchObject: (got, want: object) => equals(got, want, true),
  toBeUndefined: (got) => got === undefined,
  toBeDefined: (got) => got !== undefined,
  toBeNull: (got) => got === null,
  toBeTruthy: (got) => Boolean(got),
  toBeInstanceOf: (got, type: new (...args: never[]) => unknown) => got instanceof type,
  toBeGreaterThan: (got, least: number) => (got as number) > least,
  toBeGreaterThanOrEqual: (got, least: number) => (got as number) >= least,
  toBeLessThan: (got, most: number) => (got as number) < most,
  toBeLessThanOrEqual: (got, most: number) => (got as number) <= most,
  toBeCloseTo: (got, want: number, digits = 2) => {
    return Math.abs((got as number) - want) < 10 ** -digits / 2;
  },
  toHaveLength: (got, length: number) => (got as ArrayLike<unknown>).length === length,
  toHaveProperty: (got, name: string) => Reflect.has(got as object, name),
  toContain: (got, part: unknown) => {
    if (typeof got === 'string') return got.includes(String(part));
    return [...(got as Iterable<unknown>)].includes(part);
  },
  toContainEqual: (got, part: unknown) => {
    return [...(got as Iterable<unknown>)].some((element) => equals(element, part));
  },
  toMatch: (got, pattern: string | RegExp) => matches(got, pattern),
  toHaveBeenCalled: (got) => callsOf(got).length > 0,
  toHaveBeenCalledTimes: (got, times: number) => callsOf(got).length === times,
} satisfies Record<string, Check>;

type Checks = {
  readonly [Name in keyof typeof checks]: (typeof checks)[Name] extends (
    got: unknown,
    ...wanted: infer Wanted
  ) => boolean
    ? (...wanted: Wanted) => void
    : never;
};

interface Assertion extends Checks {
  /** Calls what is tested; what it throws must match. */
  toThrow(want?: unknown): void;
  readonly not: Assertion;
}

type Later = { readonly [Name in keyof Assertion]: (...wanted: unknown[]) => Promise<void> };

/** What vitest's `expect` says of a value, with a few of its matchers. */
export function expect(got: unknown, message?: string): Expectation {
  return Object.assign(assertionOf(got, message), {
    resolves: settled(async () => assertionOf(await got, message)),
    rejects: settled(async () => {
      const reason = await Promise.resolve(got).then(
        () => fail(message, 'the promise resolved'),
        (error: unknown) => error,
      );
      const thrower = () => {
        throw reason;
      };
      const { toThrow } = assertionOf(thrower, message);
      return Object.assign(assertionOf(reason, message), { toThrow });
    }),
  }) as Expectation;
}

type Expectation = Assertion & { readonly resolves: Later; readonly rejects: Later };

expect.objectContaining = (want: object) =>
  new Matcher(`an object with ${show(want)}`, (got) => equals(got, want, true));
expect.arrayContaining = (wanted: readonly unknown[]) =>
  new Matcher(`an array with ${show(wanted)}`, (got) => {
    return Array.isArray(got) && wanted.every((want) => got.some((value) => equals(value, want)));
  });
expect.stringContaining = (part: string) =>
  new Matcher(`text with ${show(part)}`, (got) => String(got).includes(part));
expect.stringMatching = (pattern: string | RegExp) =>
  new Matcher(`text like ${pattern}`, (got) => matches(got, pattern));
expect.any = (type: new (...args: never[]) => unknown) =>
  new Matcher(`any ${type.name}`, (got) => {
    return got instanceof type || typeof got === type.name.toLowerCase();
  });

function assertionOf(got: unknown, message: string | undefined): Assertion {
  const build = (negated: boolean) => {
    const named = Object.entries(checks).map(([name, check]) => [
      name,
      (...wanted: never[]) => {
        if ((check as Check)(got, ...wanted) !== negated) return;
        fail(message, `${show(got)} ${negated ? 'not ' : ''}${name} ${wanted.map(show).join()}`);
      },
    ]);
    const toThrow = (want?: unknown) => {
      const thrown = thrownBy(got as () => unknown);
      if (throwsAs(thrown, want) !== negated) return;
      const what = thrown ? `threw ${show(thrown.reason)}` : 'threw nothing';
      fail(message, `${what}, ${negated ? 'not ' : ''}expected ${show(want)}`);
    };
    return { ...Object.fromEntries(named), toThrow };
  };
  return { ...build(false), not: build(true) } as unknown as Assertion;
}

/** The matchers of what a promise comes to. */
function settled(assertion: () => Promise<Assertion>): Later {
  const named = [...Object.keys(checks), 'toThrow'].map((name) => [
    name,
    async (...wanted: unknown[]) => {
      const matchers = (await assertion()) as unknown as Record<string, (...w: unknown[]) => void>;
      matchers[name](...wanted);
    },
  ]);
  return Object.fromEntries(named) as Later;
}

function thrownBy(call: () => unknown): { reason: unknown } | undefined {
  try {
    call();
    return undefined;
  } catch (reason) {
    return { reason };
  }
}

/** A class, a part of the message, or what the error must look like. */
function throwsAs(thrown: { reason: unknown } | undefined, want: unknown): boolean {
  if (!thrown) return false;
  const { reason } = thrown;
  if (want === undefined) return true;
  if (typeof want === 'function') return reason instanceof want;
  if (typeof want === 'string' || want instanceof RegExp) {
    return matches((reason as Error).message, want);
  }
  return equals(reason, want);
}

function matches(got: unknown, pattern: string | RegExp): boolean {
  if (typeof pattern === 'string') return String(got).includes(pattern);
  return new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, '')).test(String(got));
}

function callsOf(spy: unknown): readonly unknown[] {
  return (spy as { mock: { calls: readonly unknown[] } }).mock.calls;
}

/** Characters of a value that a message shows at most. */
const shown = 300;

function show(value: unknown): string {
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  if (typeof value === 'function' || typeof value === 'bigint') return String(value);
  const text = JSON.stringify(value) ?? String(value);
  return text.length > shown ? `${text.slice(0, shown)}…` : text;
}

function fail(message: string | undefined, what: string): never {
  throw new Error(message ? `${message}: ${what}` : what);
}
