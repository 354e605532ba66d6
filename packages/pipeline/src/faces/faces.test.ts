import { expect, it } from 'vitest';
import type { PartialFace } from '../api/face.ts';
import { centralFace, largestFace } from './pick.ts';
import { scaleFaces } from './scale.ts';

const face = (x: number, y: number, width: number, height: number): PartialFace => ({
  box: { x, y, width, height },
  score: 0.5,
});

it('the largest face has the largest area, and the first of equals is taken', () => {
  const faces = [face(0, 0, 9, 9), face(5, 5, 30, 4), face(7, 7, 4, 30)];
  expect(largestFace(faces)).toBe(faces[1]);
  expect(largestFace([])).toBeUndefined();
});

it('the central face has its centre nearest to the photo’s', () => {
  const faces = [face(0, 0, 40, 40), face(40, 30, 20, 20)];
  expect(centralFace(faces, { width: 100, height: 80 })).toBe(faces[1]);
  expect(centralFace([], { width: 100, height: 80 })).toBeUndefined();
});

it('faces are scaled to the size that a photo is shown in', () => {
  const whole: PartialFace = { ...face(10, 20, 30, 40), landmarks: [[1, 2]], age: 7 };
  const keypoints = [[3, 5]] as const;
  const from = { width: 400, height: 100 };
  expect(scaleFaces([whole, { ...whole, keypoints }], from, { width: 200, height: 300 })).toEqual([
    { box: { x: 5, y: 60, width: 15, height: 120 }, score: 0.5, landmarks: [[0.5, 6]], age: 7 },
    {
      box: { x: 5, y: 60, width: 15, height: 120 },
      score: 0.5,
      landmarks: [[0.5, 6]],
      keypoints: [[1.5, 15]],
      age: 7,
    },
  ]);
});
