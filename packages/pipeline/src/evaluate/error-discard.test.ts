import { describe, expect, it } from 'vitest';
import { errorVersusDiscard } from './error-discard.ts';
import { errorsByGroup } from './group-errors.ts';

describe('errorsByGroup', () => {
  it('counts the errors of each group of a column', () => {
    const pair = (same: boolean, distance: number, groups: Record<string, string>) => {
      return { same, distance, groups };
    };
    const pairs = [
      pair(true, 0.2, { light: 'day' }),
      pair(true, 0.8, { light: 'day', age: 'old' }),
      pair(false, 0.1, { light: 'day' }),
      pair(false, Number.POSITIVE_INFINITY, { light: 'night' }),
      pair(true, 0.5, {}),
    ];
    const [light, age] = errorsByGroup(pairs, 0.5);
    expect(light).toMatchObject({
      column: 'light',
      groups: [
        { group: 'day', mated: 2, nonMated: 1, fnmr: { value: 0.5 }, fmr: { value: 1 } },
        { group: 'night', mated: 0, nonMated: 1, fmr: { value: 0 } },
      ],
    });
    expect(light.groups[1]).not.toHaveProperty('fnmr');
    expect(age.groups).toHaveLength(1);
    expect(errorsByGroup([], 0.5)).toEqual([]);
  });
});

describe('errorVersusDiscard', () => {
  it('leaves out the worst pairs first', () => {
    const pairs = Array.from({ length: 100 }, (_, i) => {
      // The ten worst of one person are refused, and so are ten good ones.
      return {
        same: i % 2 === 0,
        distance: i < 20 || i >= 80 ? 0.9 : i % 2 === 0 ? 0.1 : 0.9,
        quality: i / 100,
      };
    });
    const points = errorVersusDiscard(pairs, 0.5);
    expect(points[0]).toMatchObject({ discarded: 0, pairs: 100, error: 0.2, fnmr: 0.4 });
    expect(points[10]).toMatchObject({ discarded: 0.2, pairs: 80 });
    expect(points[10].error).toBeCloseTo(10 / 80, 12);
    expect(points[10].interval.low).toBeLessThan(10 / 80);
    expect(points.at(-1)).toMatchObject({ discarded: 0.5, pairs: 50 });
    expect(errorVersusDiscard([], 0.5)).toEqual([]);
  });

  it('spreads pairs of one quality over the cut, whatever their order', () => {
    const pair = (same: boolean, distance: number, quality: number) => ({
      same,
      distance,
      quality,
    });
    const missed = Number.POSITIVE_INFINITY;
    // Eight are missed, six of them one person's; of the twelve others, one is refused and one accepted.
    const pairs = [
      ...Array.from({ length: 8 }, (_, i) => pair(i < 6, missed, 0)),
      pair(true, 0.9, 0.5),
      pair(false, 0.1, 0.6),
      ...Array.from({ length: 10 }, (_, i) => pair(i % 2 === 0, i % 2 === 0 ? 0.2 : 0.8, 0.9)),
    ];
    const points = errorVersusDiscard(pairs, 0.5);
    // A fifth is four of the eight: of the other four, three are wrong, as is to be expected.
    const fifth = points.find(({ discarded }) => discarded === 0.2);
    expect(fifth).toMatchObject({ pairs: 16, error: 5 / 16, fnmr: 4 / 9 });
    expect(fifth?.interval.low).toBeLessThan(5 / 16);
    expect(points.find(({ discarded }) => discarded === 0.4)).toMatchObject({ error: 2 / 12 });
    expect(errorVersusDiscard([...pairs].reverse(), 0.5)).toEqual(points);
    const turned = pairs.map((_, i) => pairs[(i * 7) % pairs.length]);
    expect(errorVersusDiscard(turned, 0.5)).toEqual(points);
  });
});
