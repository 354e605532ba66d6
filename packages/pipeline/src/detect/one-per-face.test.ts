import { expect, it } from 'vitest';
import type { Point } from '../api/face.ts';
import { onePerFace } from './one-per-face.ts';

/** A square of this side, in which each point is moved by so much. */
const square = (x: number, y: number, side: number, by: readonly number[] = [0, 0, 0, 0]) =>
  [0, 1, 2, 3].map((i): Point => [x + side * (i % 2) + by[i], y + side * Math.floor(i / 2)]);

it('a face is there once where its points lie in the same places, and the best one is taken', () => {
  const faces = [
    { landmarks: square(10, 10, 50), score: 0.9 },
    { landmarks: square(14, 10, 50, [1, -1, 2, 0]), score: 0.8 },
    { landmarks: square(40, 10, 50), score: 0.7 },
    { landmarks: square(44, 14, 50), score: 0.6 },
  ];
  expect(onePerFace(faces)).toEqual([faces[0], faces[2]]);
});

it('faces of other sizes in the same place are others', () => {
  const faces = [{ landmarks: square(0, 0, 100) }, { landmarks: square(40, 40, 20) }];
  expect(onePerFace(faces)).toEqual(faces);
  expect(onePerFace([...faces].reverse())).toEqual([...faces].reverse());
});

it('keypoints say it where there are no landmarks, and nothing does where there are none', () => {
  const keypoints = square(5, 5, 30);
  expect(onePerFace([{ keypoints }, { keypoints }])).toHaveLength(1);
  const [first, second] = [
    { keypoints, landmarks: square(0, 0, 9) },
    { keypoints, landmarks: square(50, 0, 9) },
  ];
  expect(onePerFace([first, second])).toEqual([first, second]);
  expect(onePerFace([{}, {}])).toHaveLength(2);
});
