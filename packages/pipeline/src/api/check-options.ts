import { FaceGpuError } from '@facegpu/kernels';
import { kindOf } from './kinds.ts';
import { shorten } from './shorten.ts';

/** What an option may be: every value that is not `undefined` must pass. */
export interface OptionRule {
  is(value: unknown): boolean;
  /** Says of a value that it can't be, where "NAME is VALUE" doesn't. */
  readonly wrong?: (value: string) => string;
  readonly fix: string;
}

/** The options that there are, by name. */
export type OptionRules<Options> = { readonly [Name in keyof Required<Options>]: OptionRule };

/**
 * Checks options that came from outside: what isn't there is refused, with the name that was probably
 * meant.
 *
 * @param what names whose options they are
 * @throws FaceGpuError `bad-argument`
 */
export function requireOptions<Options extends object>(
  what: string,
  options: Options,
  rules: OptionRules<Options>,
): void {
  if (typeof options !== 'object' || options === null) {
    throw wrong(
      `the options of ${what} are ${show(options)}`,
      'Give an object, or leave them out.',
    );
  }
  const names = Object.keys(rules) as (keyof Options & string)[];
  for (const name of Object.keys(options)) {
    if (Object.hasOwn(rules, name)) continue;
    const meant = nearest(name, names);
    throw wrong(
      `${what} has no option ${show(name)}`,
      meant ? `Did you mean ${meant}?` : `There are ${names.join(', ')}.`,
    );
  }
  for (const name of names) {
    const value: unknown = options[name];
    const rule = rules[name];
    if (value === undefined || rule.is(value)) continue;
    const shown = show(value);
    throw wrong(rule.wrong?.(shown) ?? `${name} is ${shown}`, rule.fix);
  }
}

/** @throws FaceGpuError `bad-argument` where there are both */
export function requireOneOf<Name extends string>(
  options: { readonly [Own in Name]?: unknown },
  a: Name,
  b: Name,
): void {
  if (options[a] === undefined || options[b] === undefined) return;
  throw wrong(`${a} and ${b} exclude each other`, 'Give one of them.');
}

/** One of some words. */
export function oneOf(what: string, words: readonly string[]): OptionRule {
  return {
    is: (value) => words.includes(value as string),
    wrong: (value) => `there is no ${what} ${value}`,
    fix: `Choose ${words.join(' or ')}, or leave it out.`,
  };
}

export const flag: OptionRule = {
  is: (value) => typeof value === 'boolean',
  fix: 'Give true or false, or leave it out.',
};

/** A whole number from 1. */
export function countOf(what: string): OptionRule {
  return {
    is: (value) => Number.isSafeInteger(value) && Number(value) >= 1,
    fix: `Give a number of ${what} from 1.`,
  };
}

export const share: OptionRule = {
  is: (value) => typeof value === 'number' && value >= 0 && value <= 1,
  fix: 'Give a number from 0 to 1.',
};

/** A share that isn't nothing. */
export const positiveShare: OptionRule = {
  is: (value) => share.is(value) && Number(value) > 0,
  fix: 'Give a number above 0, up to 1.',
};

/** A finite number that isn't below 0. */
export const notNegative: OptionRule = {
  is: (value) => Number.isFinite(value) && Number(value) >= 0,
  fix: 'Give a number from 0.',
};

/** How many people of a gallery may be named, and how many strangers wrongly. */
export const identifyRules = {
  k: countOf('people'),
  falseNames: positiveShare,
  threshold: notNegative,
};

/** What {@link identifyRules} are about, unless told. */
export const usualIdentify = { k: 1, falseNames: 0.01 } as const;

export const callback: OptionRule = {
  is: (value) => typeof value === 'function',
  fix: 'Give a function, or leave it out.',
};

export const abortSignal: OptionRule = {
  is: (value) => typeof value === 'object' && value !== null && 'aborted' in value,
  fix: 'Give the signal of an AbortController, or leave it out.',
};

export const anything: OptionRule = { is: () => true, fix: '' };

/** A value in words, whatever it is. */
export function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(shorten(value));
  if (typeof value === 'object' && value !== null) return kindOf(value);
  return typeof value === 'function' ? 'a function' : String(value);
}

/** The name that differs by the fewest letters, where those are few. */
function nearest(name: string, names: readonly string[]): string | undefined {
  const ranked = names
    .map((other) => ({ other, letters: editDistance(name.toLowerCase(), other.toLowerCase()) }))
    .sort((a, b) => a.letters - b.letters);
  const [best] = ranked;
  return best && best.letters <= Math.max(1, name.length / 3) ? best.other : undefined;
}

/** Letters to be put in, left out or replaced (Levenshtein). */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, i) => i);
  for (const [i, letter] of [...from].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...to].entries()) {
      const replaced = row[j] + (letter === other ? 0 : 1);
      next.push(Math.min(row[j + 1] + 1, next[j] + 1, replaced));
    }
    row = next;
  }
  return row[to.length];
}

function wrong(message: string, fix: string): FaceGpuError {
  return new FaceGpuError('bad-argument', message, fix);
}
