import { describe, expect, it } from 'vitest';
import { hash, Random } from './random.ts';

describe('Random', () => {
  it('draws the same for the same seeds, and others for others', () => {
    const draw = (...seeds: (number | string)[]) => {
      const random = new Random(...seeds);
      return Array.from({ length: 4 }, () => random.uniform());
    };
    expect(draw(1, 'a')).toEqual(draw(1, 'a'));
    expect(draw(1, 'a')).not.toEqual(draw(1, 'b'));
    expect(draw(1, 'a')).not.toEqual(draw(2, 'a'));
    // Neither the order of seeds nor where one ends is lost.
    expect(hash('ab', 'c')).not.toBe(hash('a', 'bc'));
    expect(hash(1, 2)).not.toBe(hash(2, 1));
  });

  it('is even, and normal where it is to be', () => {
    const random = new Random(7);
    const counts = new Array(5).fill(0);
    for (let i = 0; i < 10_000; i++) counts[random.below(5)]++;
    for (const count of counts) expect(Math.abs(count - 2000)).toBeLessThan(200);
    const normal = Array.from({ length: 10_000 }, () => random.normal());
    const mean = normal.reduce((sum, value) => sum + value, 0) / 10_000;
    const variance = normal.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 10_000;
    expect(mean).toBeCloseTo(0, 1);
    expect(variance).toBeCloseTo(1, 1);
  });

  it('shuffles without losing anything', () => {
    const things = Array.from({ length: 100 }, (_, i) => i);
    const mixed = new Random(3).shuffled(things);
    expect(mixed).not.toEqual(things);
    expect([...mixed].sort((a, b) => a - b)).toEqual(things);
  });
});
