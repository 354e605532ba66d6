import { describe, expect, it } from 'vitest';
import { PeopleSampler } from './sampler.ts';

/** People 0, 1, 2 … with so many photos each, numbered through. */
function peopleWith(...counts: number[]): Map<string, number[]> {
  let next = 0;
  return new Map(counts.map((count, i) => [`p${i}`, Array.from({ length: count }, () => next++)]));
}

describe('PeopleSampler', () => {
  it('draws P people with K photos each, everybody once in an epoch', () => {
    const photos = peopleWith(5, 6, 7, 8, 9, 10, 11);
    const sampler = new PeopleSampler(photos, { people: 3, photos: 4, seed: 1 });
    expect(sampler.batchesPerEpoch).toBe(2);
    const seen = [0, 1].flatMap((step) => {
      const { photos: drawn, people } = sampler.batch(step);
      expect(drawn).toHaveLength(12);
      expect(new Set(drawn).size).toBe(12);
      for (const [i, photo] of drawn.entries()) {
        expect(photos.get(sampler.people[people[i]])).toContain(photo);
      }
      expect(people).toEqual(people.map((_, i) => people[i - (i % 4)]));
      return [...new Set(people)];
    });
    expect(new Set(seen).size).toBe(6);
  });

  it('draws the same batch for the same seed and step, in any order', () => {
    const make = (seed: number) =>
      new PeopleSampler(peopleWith(3, 3, 3, 3, 3), { people: 2, photos: 2, seed });
    const sampler = make(1);
    const later = sampler.batch(17);
    expect(make(1).batch(17)).toEqual(later);
    const all = (seed: number) => Array.from({ length: 8 }, (_, step) => make(seed).batch(step));
    expect(all(2)).not.toEqual(all(1));
    expect(new Set(all(1).map(({ photos }) => photos.join())).size).toBeGreaterThan(4);
  });

  it('takes photos twice where there are too few, and leaves out who has one', () => {
    const sampler = new PeopleSampler(peopleWith(2, 1, 3, 0), { people: 2, photos: 5, seed: 1 });
    expect(sampler.people).toEqual(['p0', 'p2']);
    expect(sampler.excluded).toEqual(['p1', 'p3']);
    const { photos } = sampler.batch(0);
    expect([...new Set(photos)].sort()).toEqual([0, 1, 3, 4, 5]);
  });

  it('refuses batches that cannot be', () => {
    const photos = peopleWith(2, 2, 1);
    expect(() => new PeopleSampler(photos, { people: 3, photos: 2, seed: 1 })).toThrow(
      /2 people have two photos or more, and a batch takes 3/,
    );
    expect(() => new PeopleSampler(photos, { people: 1, photos: 1, seed: 1 })).toThrow(/are 1/);
    expect(() => new PeopleSampler(photos, { people: 0, photos: 2, seed: 1 })).toThrow(/are 0/);
  });
});
