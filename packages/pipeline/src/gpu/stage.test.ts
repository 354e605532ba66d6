import type { Tensor } from '@facegpu/kernels';
import { expect, it } from 'vitest';
import { dense } from './dense.ts';
import { compose, type Stage, together } from './stage.ts';

function stage(inputs: readonly Tensor[], ...outputs: Tensor[]): Stage {
  const nothing = together([]);
  const work = { ...nothing, recordings: [], results: [], read: () => ({}) };
  return { ...work, name: 'detect', inputs, outputs };
}

it('runs what is wanted, and what that needs', () => {
  const [boxes, landmarks, chips, descriptors] = ['b', 'l', 'c', 'd'].map((label) =>
    dense(label, 'f32', 1),
  );
  const detect = stage([], boxes);
  const landmark = stage([boxes], landmarks);
  const cut = stage([landmarks], chips);
  const embed = stage([chips], descriptors);
  const guess = stage([landmarks]);
  const all = [detect, landmark, cut, embed, guess];
  const wanting = (...wanted: Stage[]) => compose(all, new Set(wanted));
  expect(wanting(detect)).toEqual([detect]);
  expect(wanting(landmark)).toEqual([detect, landmark]);
  expect(wanting(embed)).toEqual([detect, landmark, cut, embed]);
  expect(wanting(guess, detect)).toEqual([detect, landmark, guess]);
  expect(wanting(guess, embed)).toEqual(all);
  expect(wanting()).toEqual([]);
});
