import { expect, it } from 'vitest';
import type { Template } from './compare-all.ts';
import { nameInGalleries } from './false-names.ts';

const thresholds = [
  { falseMatchRate: 1e-2, distance: 0.5, pairs: 100 },
  { falseMatchRate: 1e-4, distance: 0.3, pairs: 10 },
];

/** People on a line, a step apart, with two photos each: one of them a little aside. */
function people(count: number, aside: number): Template[] {
  return Array.from({ length: count }, (_, person) => [
    { person, descriptor: [person] },
    { person, descriptor: [person + aside] },
  ]).flat();
}

it('names everybody rightly, and no stranger, where people are far apart', () => {
  const outcomes = nameInGalleries(people(140, 0.1), 'euclidean', thresholds, 0.01);
  expect(outcomes.map(({ people }) => people)).toEqual([20, 100]);
  for (const outcome of outcomes) {
    expect(outcome).toMatchObject({ threshold: 0.3, strangersNamed: 0, named: 1, misnamed: 0 });
  }
});

it('counts who is too far, and who is nearer to somebody else', () => {
  // The second photo is 0.4 from the first, and its own person's alone.
  const [far] = nameInGalleries(people(40, 0.4), 'euclidean', thresholds, 0.01);
  expect(far).toMatchObject({ strangersNamed: 0, named: 0, misnamed: 0 });
  // It is 0.8 from the first, and 0.2 from the next person's.
  const [near] = nameInGalleries(people(40, 0.8), 'euclidean', thresholds, 0.01);
  expect(near.named).toBe(0);
  for (const share of [near.strangersNamed, near.misnamed]) {
    expect(share).toBeGreaterThan(0.1);
    expect(share).toBeLessThan(0.6);
  }
});

it('draws no one without a face, and names no such photo', () => {
  const faceless = people(40, 0.1).map((template, i): Template => {
    return i % 2 === 0 ? { ...template, descriptor: null } : template;
  });
  const [outcome] = nameInGalleries(faceless, 'euclidean', thresholds, 0.01);
  expect(outcome).toMatchObject({ people: 20, strangersNamed: 0, named: 0, misnamed: 0 });
  expect(nameInGalleries(people(26, 0.1), 'euclidean', thresholds, 0.01)).toEqual([]);
});

it('tightens with the people, and loosens with the share of false names', () => {
  const templates = people(300, 0.1);
  const distances = (falseNames: number) =>
    nameInGalleries(templates, 'euclidean', thresholds, falseNames).map((row) => row.threshold);
  const [few, hundred, more] = distances(0.01);
  expect(few).toBe(hundred);
  expect(more).toBeLessThan(hundred);
  expect(distances(0.1)[0]).toBeGreaterThan(few);
});
