import { Random } from '@facegpu/kernels/testing';
import { describe, expect, it } from 'vitest';
import { intervalOf } from './resample.ts';
import { wilson } from './wilson.ts';

describe('intervalOf', () => {
  it('is as wide as the normal approximation where pairs are independent', () => {
    const random = new Random(3);
    const people = 2000;
    const tallies = Array.from({ length: people }, () => {
      return { accepted: Number(random.uniform() < 0.8), pairs: 1 };
    });
    const share = tallies.reduce((sum, { accepted }) => sum + accepted, 0) / people;
    const margin = 1.96 * Math.sqrt((share * (1 - share)) / people);
    const { low, high } = intervalOf(tallies);
    expect(Math.abs(low - (share - margin))).toBeLessThan(0.15 * margin);
    expect(Math.abs(high - (share + margin))).toBeLessThan(0.15 * margin);
    expect(intervalOf(tallies)).toEqual({ low, high });
  });

  it('is wider where the pairs of a person are alike', () => {
    const random = new Random(4);
    const spread = Array.from({ length: 300 }, () => {
      return { accepted: Number(random.uniform() < 0.8), pairs: 1 };
    });
    const alike = Array.from({ length: 30 }, () => {
      return { accepted: random.uniform() < 0.8 ? 10 : 0, pairs: 10 };
    });
    const width = ({ low, high }: { low: number; high: number }) => high - low;
    expect(width(intervalOf(alike))).toBeGreaterThan(2 * width(intervalOf(spread)));
  });

  it('keeps a bound open where all or none were accepted', () => {
    const none = Array.from({ length: 100 }, () => ({ accepted: 0, pairs: 5 }));
    const all = none.map(({ pairs }) => ({ accepted: pairs, pairs }));
    expect(intervalOf(none)).toEqual(wilson(0, 100));
    expect(intervalOf(all)).toEqual(wilson(100, 100));
    expect(intervalOf([])).toEqual({ low: 0, high: 1 });
  });
});
