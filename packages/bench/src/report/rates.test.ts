import { expect, it } from 'vitest';
import { limitsOf, meanRatio, ratesOf } from './rates.ts';
import { madeUp } from './testing.ts';

it('knows rates from sizes and milliseconds', () => {
  expect(ratesOf({ facts: { GFLOP: 2, MB: 30 } }, 10)).toEqual({ arithmetic: 200, memory: 3 });
  expect(ratesOf({ facts: {} }, 10)).toEqual({});
});

it('takes the highest rates of limits', () => {
  const results = [
    madeUp({ name: 'limit: arithmetic', ms: [10], facts: { GFLOP: 1 } }),
    madeUp({ name: 'limit: arithmetic again', ms: [20], facts: { GFLOP: 3 } }),
    madeUp({ name: 'conv', ms: [1], facts: { GFLOP: 1, MB: 1 } }),
  ];
  expect(limitsOf(results)).toEqual({ arithmetic: 150 });
});

it('means ratios geometrically, over those that take part', () => {
  const results = [
    madeUp({ name: 'a', ms: [1, 2] }),
    madeUp({ name: 'b', ms: [1, 8] }),
    madeUp({ name: 'c', ms: [1] }),
  ];
  expect(meanRatio(results, 'tfjs-webgpu')?.mean).toBeCloseTo(4);
  expect(meanRatio(results, 'tfjs-webgpu')?.count).toBe(2);
  expect(meanRatio(results, 'tfjs-wasm')).toBeUndefined();
});
