import { expect, it } from 'vitest';
import { chooseFace } from './choose-face.ts';

const photo = { width: 400, height: 300 };
const square = (x: number, y: number, side: number) => ({
  box: { x: x - side / 2, y: y - side / 2, width: side, height: side },
});
const centre = square(200, 150, 60);

it.each([
  ['the larger of two beside one another', [square(150, 150, 50), square(250, 150, 80)], 1],
  ['the central one of two of a size', [square(60, 60, 60), centre], 1],
  ['a central one before a larger one in a corner', [square(360, 270, 90), centre], 1],
  ['a far larger one wherever it is', [centre, square(110, 150, 180)], 1],
])('takes %s', (_, faces, wanted) => {
  const { face, others } = chooseFace(faces, photo);
  expect(face).toBe(faces[wanted]);
  expect(others).toEqual(faces.filter((each) => each !== face));
});

it('takes none of none', () => {
  expect(chooseFace([], photo)).toEqual({ face: undefined, others: [] });
});
