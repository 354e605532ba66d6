import { expect, it } from 'vitest';
import { keepIds } from './keep-ids.ts';

it('keeps the id that most of a cluster had', () => {
  const before = [4, 4, 4, 9, undefined, 9, 9];
  expect([...keepIds([0, 0, 0, 0, 1, 1, 1], before)]).toEqual([4, 9]);
});

it('gives an id to one cluster alone, and new ones above all', () => {
  // A person falls in two, a stranger comes.
  expect([...keepIds([0, 1, 1, 2], [3, 3, 3, undefined])]).toEqual([4, 3, 5]);
  // Two become one.
  expect([...keepIds([0, 0, 0], [1, 2, 2])]).toEqual([2]);
  expect([...keepIds([0], [undefined], 12)]).toEqual([13]);
  expect([...keepIds([], [])]).toEqual([]);
});
