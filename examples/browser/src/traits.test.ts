import type { PartialFace } from '@facegpu/pipeline';
import { expect, it } from 'vitest';
import { traitsOf } from './traits.ts';

const none = { neutral: 0, happy: 0, sad: 0, angry: 0, fearful: 0, disgusted: 0, surprised: 0 };
const face: PartialFace = {
  box: { x: 0, y: 0, width: 1, height: 1 },
  score: 1,
  age: 33.6,
  gender: 'female',
  genderProbability: 0.97,
  expressions: { ...none, neutral: 0.2, happy: 0.8 },
};

it('says age, gender and the likeliest expression', () => {
  expect(traitsOf(face)).toBe('about 34, female, happy');
});

it('says no gender that is in doubt, and nothing where nobody asked', () => {
  expect(traitsOf({ ...face, genderProbability: 0.6 })).toBe('about 34, happy');
  expect(traitsOf({ box: face.box, score: 1 })).toBe('');
});
