import type { Pair } from '@facegpu/kernels';
import type { Attribute } from '../ir/graph.ts';

/** What a value may be: a type for the compiler, and a check for what comes out of a file. */
export interface Kind<T extends Attribute> {
  /** The rest of a sentence that begins with "It must be". */
  readonly wanted: string;
  accepts(value: unknown): value is T;
}

export const real: Kind<number> = {
  wanted: 'a finite number',
  accepts: (value): value is number => Number.isFinite(value),
};

export const reals: Kind<readonly number[]> = {
  wanted: 'a list of finite numbers',
  accepts: (value): value is readonly number[] =>
    Array.isArray(value) && value.every(Number.isFinite),
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

/** What a value holds. */
export const dtype = oneOf('f32', 'f16', 'i32', 'u32', 'u8', 'bool');

/** The most that a window's size, step or padding may be: positions of taps stay within 32 bits. */
const mostPixels = 65_535;

/** The largest whole number either way that shaders can hold. */
const mostInteger = 2 ** 31 - 1;

/* @__NO_SIDE_EFFECTS__ */
export function whole(least: number, most: number): Kind<number> {
  return {
    wanted: `a whole number from ${least} to ${most}`,
    accepts: (value): value is number => isWhole(value, least, most),
  };
}

export const integer = whole(-mostInteger, mostInteger);

/** How many of something there are. */
export const count = whole(1, mostInteger);

export const integers: Kind<readonly number[]> = {
  wanted: `a list of whole numbers from ${-mostInteger} to ${mostInteger}`,
  accepts: (value): value is readonly number[] => isList(value, -mostInteger, mostInteger),
};

/** Pixels along y and x: of a kernel, a stride, a dilation. */
export const pair: Kind<Pair> = {
  wanted: `two whole numbers from 1 to ${mostPixels}`,
  accepts: (value): value is Pair => isList(value, 1, mostPixels, 2),
};

/** Rows and columns to add. */
export const pairFrom0: Kind<Pair> = {
  wanted: `two whole numbers from 0 to ${mostPixels}`,
  accepts: (value): value is Pair => isList(value, 0, mostPixels, 2),
};

/**
 * `valid` for none, `same` for TensorFlow's rule, `same-lower` for its mirror image, or
 * `[top, bottom, left, right]`.
 */
export type PaddingAttribute = 'same' | 'same-lower' | 'valid' | readonly number[];

const paddingWords: readonly unknown[] = ['same', 'same-lower', 'valid'];

export const padding: Kind<PaddingAttribute> = {
  wanted: `"same", "same-lower", "valid" or four whole numbers from 0 to ${mostPixels}`,
  accepts: (value): value is PaddingAttribute =>
    paddingWords.includes(value) || isList(value, 0, mostPixels, 4),
};

function isWhole(value: unknown, least: number, most: number): value is number {
  return Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= most;
}

function isList(
  value: unknown,
  least: number,
  most: number,
  length?: number,
): value is readonly number[] {
  if (!Array.isArray(value) || (length !== undefined && value.length !== length)) return false;
  return value.every((item) => isWhole(item, least, most));
}
