import { expect, it } from 'vitest';
import { mcNemar } from './mc-nemar.ts';

it('is the two-sided probability of the coins', () => {
  // 2 · (1 + 10 + 45) / 1024
  expect(mcNemar(8, 2)).toBeCloseTo(112 / 1024, 12);
  expect(mcNemar(2, 8)).toBe(mcNemar(8, 2));
  expect(mcNemar(0, 6)).toBeCloseTo(2 / 64, 12);
});

it('is 1 where nothing speaks for either', () => {
  expect(mcNemar(0, 0)).toBe(1);
  expect(mcNemar(5, 5)).toBe(1);
});

it('is a number for thousands of pairs too', () => {
  expect(mcNemar(2000, 2000)).toBe(1);
  const far = mcNemar(2200, 2000);
  expect(far).toBeGreaterThan(0.0015);
  expect(far).toBeLessThan(0.0025);
});
