import { expect, it } from 'vitest';
import type { Person } from './person.ts';
import { consequencesOf, histogramOf, mostSamples, type Pair, pairsOf } from './threshold.ts';

function person(places: readonly number[]): Pick<Person, 'samples'> {
  const samples = places.map((place, id) => {
    return { id, person: 1, model: 'net@1/chip150', values: Float32Array.of(place) };
  });
  return { samples };
}

it('pairs every enrolled face with every other, once', async () => {
  const pairs = await pairsOf([person([0, 1]), person([5])], 'euclidean');
  expect(pairs).toEqual([
    { distance: 1, samePerson: true },
    { distance: 5, samePerson: false },
    { distance: 4, samePerson: false },
  ]);
});

it('looks at a limited number of faces', async () => {
  const crowd = person(Array.from({ length: mostSamples + 5 }, (_, i) => i));
  expect(await pairsOf([crowd], 'euclidean')).toHaveLength((mostSamples * (mostSamples - 1)) / 2);
});

const pairs: Pair[] = [
  { distance: 0.3, samePerson: true },
  { distance: 0.65, samePerson: true },
  { distance: 0.5, samePerson: false },
  { distance: 0.9, samePerson: false },
  { distance: 1.2, samePerson: false },
];

it.each([
  [0.2, { split: 2, merged: 0 }],
  [0.3, { split: 2, merged: 0 }],
  [0.31, { split: 1, merged: 0 }],
  [0.6, { split: 1, merged: 1 }],
  [0.7, { split: 0, merged: 1 }],
  [2, { split: 0, merged: 3 }],
])('at %d: %j', (threshold, wanted) => {
  expect(consequencesOf(pairs, threshold)).toEqual({ same: 2, different: 3, ...wanted });
});

it.each([
  [[], [0, 0, 0, 0]],
  [
    [0.2, 0.39, 0.4],
    [2, 1, 0, 0],
  ],
  [
    [-5, 0.999, 1, 7],
    [1, 0, 0, 3],
  ],
])('counts %j in bins %j', (distances, wanted) => {
  expect(histogramOf(distances, { from: 0.2, to: 1, bins: 4 })).toEqual(wanted);
});
