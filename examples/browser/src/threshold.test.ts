import { expect, it } from 'vitest';
import type { Person } from './person.ts';
import { consequencesOf, histogramOf, mostSamples, type Pair, pairsOf } from './threshold.ts';

const model = 'net@1/chip150';

function person(name: string, places: readonly number[], madeBy = model): Person {
  const samples = places.map((place) => ({
    model: madeBy,
    values: Float32Array.of(place),
    chip: '',
  }));
  return { name, samples };
}

it('pairs every enrolled face with every other, once', async () => {
  const pairs = await pairsOf([person('Ada', [0, 1]), person('Bea', [5])], model, 'euclidean');
  expect(pairs).toEqual([
    { distance: 1, samePerson: true },
    { distance: 5, samePerson: false },
    { distance: 4, samePerson: false },
  ]);
});

it('leaves out samples of another model', async () => {
  const people = [person('Ada', [0, 1]), person('Bea', [5], 'other@2/chip150')];
  expect(await pairsOf(people, model, 'euclidean')).toEqual([{ distance: 1, samePerson: true }]);
});

it('looks at a limited number of faces', async () => {
  const crowd = person(
    'Ada',
    Array.from({ length: mostSamples + 5 }, (_, i) => i),
  );
  expect(await pairsOf([crowd], model, 'euclidean')).toHaveLength(
    (mostSamples * (mostSamples - 1)) / 2,
  );
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
