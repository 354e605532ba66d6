import { expect, it } from 'vitest';
import { trueAccepts } from './true-accepts.ts';
import { wilson } from './wilson.ts';

const tar = { '0.01': 0.75, '0.001': 0.5 };

it('has an interval where there are pairs enough', () => {
  const metrics = { tar, matedPairs: 20, nonMatedPairs: 1000 };
  expect(trueAccepts(metrics, '0.001')).toEqual({ value: 0.5, ...wilson(10, 20) });
  expect(trueAccepts({ ...metrics, nonMatedPairs: 100 }, '0.01')).toMatchObject({ value: 0.75 });
});

it.each([
  [{ tar, matedPairs: 0, nonMatedPairs: 1000 }, 'there are none of one person'],
  [{ tar, matedPairs: 20, nonMatedPairs: 999 }, 'takes 1000 of two people, there are 999'],
  [{ matedPairs: 20, nonMatedPairs: 0 }, 'takes 1000 of two people, there are 0'],
])('says of %j: %s', (metrics, words) => {
  expect(trueAccepts(metrics, '0.001')).toBe(`too few pairs: ${words}`);
});
