import { describe, expect, it } from 'vitest';
import type { Confusion } from './mine-set.ts';
import { minedBatches } from './mined-batches.ts';

const [peopleCount, each] = [8, 5];
const people = Array.from({ length: peopleCount * each }, (_, chip) => Math.floor(chip / each));

/** People 0 and 1 look alike, 2 and 3, and so on; the last photos of two of them the most. */
const mined = people.map((person, chip): Confusion => {
  const first = person * each;
  const own = Array.from({ length: each }, (_, i) => first + i).filter((other) => other !== chip);
  const twin = (person % 2 === 0 ? person + 1 : person - 1) * each;
  const isLast = chip === first + each - 1;
  return {
    positives: own.slice(0, 2).map((chip) => ({ chip, distance: 1 })),
    negatives: [{ chip: twin + each - 1, distance: isLast ? 0.1 : 0.5 }],
  };
});
const options = { people: 4, photos: 3, seed: 1 };

describe('batches of what is confused', () => {
  it('have those who look alike beside each other, with the photos that are too near', () => {
    const batches = minedBatches(mined, people, options, 0);
    expect(batches).toHaveLength(2);
    for (const batch of batches) {
      expect(batch).toHaveLength(12);
      const owners = batch.map((chip) => people[chip]);
      for (let at = 0; at < batch.length; at += 3) {
        expect(new Set(owners.slice(at, at + 3)).size).toBe(1);
        const twin = owners[at] % 2 === 0 ? owners[at] + 1 : owners[at] - 1;
        expect(owners).toContain(twin);
        const own = batch.slice(at, at + 3);
        expect(new Set(own).size).toBe(3);
        expect(own).toContain(owners[at] * each + each - 1);
        expect(mined[own[0]].positives.map(({ chip }) => chip)).toContain(own[1]);
      }
    }
    expect(new Set(batches.flat().map((chip) => people[chip])).size).toBe(8);
  });

  it('are the same for the same seed and round, and others for others', () => {
    const drawn = (seed: number, round: number) => {
      return minedBatches(mined, people, { ...options, seed }, round);
    };
    expect(drawn(1, 5)).toEqual(drawn(1, 5));
    expect(drawn(1, 6)).not.toEqual(drawn(1, 5));
    expect(drawn(2, 5)).not.toEqual(drawn(1, 5));
  });

  it('leave out who has one photo, and take photos twice where there are too few', () => {
    const few = [0, 0, 1, 2, 2];
    const none = few.map((): Confusion => ({ positives: [], negatives: [] }));
    const [batch] = minedBatches(none, few, { people: 2, photos: 3, seed: 1 }, 0);
    expect(batch).toHaveLength(6);
    expect([...new Set(batch)].sort()).toEqual([0, 1, 3, 4]);
  });
});
