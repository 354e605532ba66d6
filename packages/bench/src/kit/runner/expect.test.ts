import { describe, expect, it } from 'vitest';
import { expect as ours } from './expect.ts';

/** What is said of a value, in vitest's words; both must agree on whether it is so. */
type Say = (expect: typeof ours, got: never) => unknown;

const error = Object.assign(new TypeError('no room for 3'), { code: 'full', size: 3 });
const fail = () => {
  throw error;
};
const values: readonly unknown[] = [
  undefined,
  null,
  0,
  -0,
  3,
  Number.NaN,
  'three',
  [1, 2, 3],
  [1, 2],
  [],
  Float32Array.of(1, 2, 3),
  Int32Array.of(1, 2, 3),
  { a: 1, b: { c: [2], d: undefined } },
  { a: 1, b: { c: [2] }, e: 5 },
  { a: 1 },
  new Map([['a', { b: 1 }]]),
  new Map([['a', { b: 2 }]]),
  new Set([1, 2]),
  error,
  new Error('no room for 3'),
];

const sentences: Readonly<Record<string, Say>> = {
  'toBe a number': (expect, got) => expect(got).toBe(3),
  'toBe a negative zero': (expect, got) => expect(got).toBe(-0),
  'not toBe': (expect, got) => expect(got).not.toBe(3),
  'toEqual an object': (expect, got) => expect(got).toEqual({ a: 1, b: { c: [2] } }),
  'toEqual an array': (expect, got) => expect(got).toEqual([1, 2, 3]),
  'toEqual floats': (expect, got) => expect(got).toEqual(Float32Array.of(1, 2, 3)),
  'toEqual a map': (expect, got) => expect(got).toEqual(new Map([['a', { b: 1 }]])),
  'toEqual a set': (expect, got) => expect(got).toEqual(new Set([1, 2])),
  'toEqual NaN': (expect, got) => expect(got).toEqual(Number.NaN),
  'toEqual a matcher': (expect, got) =>
    expect(got).toEqual(expect.objectContaining({ code: 'full' })),
  'toEqual a list with a matcher': (expect, got) =>
    expect([got]).toEqual([expect.stringMatching(/hre/)]),
  'toEqual what holds two': (expect, got) => expect(got).toEqual(expect.arrayContaining([2, 1])),
  'toEqual any number': (expect, got) => expect(got).toEqual(expect.any(Number)),
  toBeUndefined: (expect, got) => expect(got).toBeUndefined(),
  'not toBeUndefined': (expect, got) => expect(got).not.toBeUndefined(),
  toBeInstanceOf: (expect, got) => expect(got).toBeInstanceOf(TypeError),
};

describe('our expect', () => {
  for (const [name, say] of Object.entries(sentences)) {
    it.each(values.map((value, i) => [i, value]))(
      `agrees with vitest on ${name}: %i`,
      (_, value) => {
        expect(holds(ours, say, value)).toBe(holds(expect as unknown as typeof ours, say, value));
      },
    );
  }

  it.each<[string, (e: typeof ours) => unknown]>([
    ['nothing in particular', (e) => e(fail).toThrow()],
    ['a part of a message', (e) => e(fail).toThrow('room')],
    ['another message', (e) => e(fail).toThrow('time')],
    ['a pattern', (e) => e(fail).toThrow(/for \d/)],
    ['a class', (e) => e(fail).toThrow(TypeError)],
    ['another class', (e) => e(fail).toThrow(RangeError)],
    ['a matcher', (e) => e(fail).toThrow(e.objectContaining({ code: 'full', size: 3 }))],
    ['another matcher', (e) => e(fail).toThrow(e.objectContaining({ code: 'empty' }))],
    ['nothing thrown', (e) => e(() => 1).toThrow()],
    ['nothing thrown, as wanted', (e) => e(() => 1).not.toThrow()],
    ['numbers', (e) => e(3).toBeGreaterThan(2)],
    ['equal numbers', (e) => e(3).toBeLessThan(3)],
    ['close numbers', (e) => e(1.001).toBeCloseTo(1)],
    ['numbers that are not close', (e) => e(1.01).toBeCloseTo(1)],
    ['lengths', (e) => e('abc').toHaveLength(3)],
    ['parts of a list', (e) => e([1, 2]).toContain(2)],
    ['equal parts of a list', (e) => e([{ a: 1 }]).toContainEqual({ a: 1 })],
    ['a missing part', (e) => e('abc').toContain('d')],
    ['parts of an object', (e) => e(error).toMatchObject({ code: 'full' })],
    ['parts of objects in a list', (e) => e([{ a: 1, b: 2 }]).toMatchObject([{ a: 1 }])],
    ['another part of an object', (e) => e(error).toMatchObject({ code: 'empty' })],
  ])('agrees with vitest on %s', (_, say) => {
    const theirs = expect as unknown as typeof ours;
    expect(holds(ours, say)).toBe(holds(theirs, say));
  });

  it('waits for promises', async () => {
    await ours(Promise.resolve(3)).resolves.toBe(3);
    await ours(Promise.reject(error)).rejects.toMatchObject({ code: 'full' });
    await ours(Promise.reject(error)).rejects.toThrow('room');
    await expect(ours(Promise.resolve(3)).rejects.toBe(3)).rejects.toThrow('resolved');
    await expect(ours(Promise.reject(error)).rejects.toThrow('time')).rejects.toThrow('threw');
  });

  it('says what was wrong', () => {
    expect(() => ours({ a: 1 }, 'buffers left over').toEqual({ a: 2 })).toThrow(
      'buffers left over: {"a":1} toEqual {"a":2}',
    );
  });
});

function holds(
  how: typeof ours,
  say: (expect: typeof ours, got: never) => unknown,
  got?: unknown,
): boolean {
  try {
    say(how, got as never);
    return true;
  } catch {
    return false;
  }
}
