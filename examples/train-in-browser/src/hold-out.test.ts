import { describe, expect, it } from 'vitest';
import { holdOut } from './hold-out.ts';

const named = (people: number, photos: number) =>
  new Map(Array.from({ length: people }, (_, i) => [`person ${i}`, photos]));

describe('holdOut', () => {
  it('holds out a tenth of many people', () => {
    const split = holdOut(named(1000, 5));
    expect(split?.test.length).toBeGreaterThan(70);
    expect(split?.test.length).toBeLessThan(130);
    expect([...(split?.train ?? []), ...(split?.test ?? [])].sort()).toEqual(
      [...named(1000, 5).keys()].sort(),
    );
  });

  it('holds out more of few, until they make enough pairs, and never all but one', () => {
    const split = holdOut(named(8, 6));
    // Three people of six photos: 3 · 6 · 6 pairs.
    expect(split?.test).toHaveLength(3);
    expect(split?.train).toHaveLength(5);
    expect(holdOut(named(5, 6))?.train).toHaveLength(2);
    expect(holdOut(named(4, 6))).toBeUndefined();
    expect(holdOut(new Map())).toBeUndefined();
  });

  it('leaves out who has one photo', () => {
    const photos = new Map([...named(8, 6), ['lonely', 1]]);
    const { train, test } = holdOut(photos) ?? { train: [], test: [] };
    expect([...train, ...test]).toHaveLength(8);
  });
});
