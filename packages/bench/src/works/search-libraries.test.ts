import { expect, it } from 'vitest';
import { nearestInLoop } from './nearest-in-loop.ts';
import { noise } from './noise.ts';
import { openLibraries, recallOf } from './search-libraries.ts';

it('tells the share of the nearest that were found, each where it was asked for', () => {
  const nearest = [1, 2, 3, 4];
  expect(recallOf([2, 1, 3, 4], { nearest, k: 2 })).toBe(1);
  expect(recallOf([3, 4, 1, 2], { nearest, k: 2 })).toBe(0);
  expect(recallOf([1, 9, 3, 9], { nearest, k: 2 })).toBe(0.5);
});

it('opens those that are at hand', async () => {
  const [count, dimensions, k] = [400, 16, 5];
  const values = noise((count + 3) * dimensions);
  const rows = values.subarray(0, count * dimensions);
  const trials = values.slice(count * dimensions);
  const queries = [0, 1, 2].map((i) => trials.subarray(i * dimensions, (i + 1) * dimensions));
  const nearest = queries.flatMap((query) => nearestInLoop(rows, query, k));
  const libraries = await openLibraries({ rows, dimensions, k, trials, nearest });
  expect(libraries.map(({ name }) => name)).toContain('usearch');
  for (const library of libraries) {
    const { name, approximate, facts } = library;
    expect(facts[`${name}: recall`]).toBeGreaterThan(approximate ? 0.9 : 0.999);
    library.dispose();
  }
});
