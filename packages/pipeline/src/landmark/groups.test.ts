import { describe, expect, it } from 'vitest';
import type { Point } from '../api/face.ts';
import { errorOf } from '../testing/errors.ts';
import { landmarkGroups } from './groups.ts';

const points = (count: number): Point[] => Array.from({ length: count }, (_, i) => [i, -i]);
const numbers = (group: readonly Point[]) => group.map(([x]) => x);

describe('landmarks by name', () => {
  it('are those of iBUG', () => {
    const { jaw, leftBrow, rightBrow, nose, leftEye, rightEye, mouth } = landmarkGroups(points(68));
    expect(leftEye).toEqual([36, 37, 38, 39, 40, 41].map((i) => [i, -i]));
    expect(numbers(rightEye)).toEqual([42, 43, 44, 45, 46, 47]);
    const all = [jaw, leftBrow, rightBrow, nose, leftEye, rightEye, mouth].flatMap(numbers);
    expect(all).toEqual(numbers(points(68)));
  });

  it('are those of five keypoints', () => {
    const groups = landmarkGroups(points(5));
    expect(groups).toMatchObject({ jaw: [], leftEye: [[0, 0]], rightEye: [[1, -1]] });
    expect([numbers(groups.nose), numbers(groups.mouth)]).toEqual([[2], [3, 4]]);
  });

  it('come from orders with more points, and from those that lack some', () => {
    expect(numbers(landmarkGroups(points(98)).leftEye)).toEqual([60, 61, 63, 64, 65, 67]);
    expect(numbers(landmarkGroups(points(106), 'jd106').rightBrow)).toEqual([42, 43, 44, 45, 46]);
    // OpenSeeFace has no inner corners of the mouth.
    expect(landmarkGroups(points(66)).mouth).toHaveLength(18);
  });

  it.each([
    [106, undefined, /106 landmarks.*"not given"/],
    [7, undefined, /7 landmarks/],
    [68, 'five', /68 landmarks, and the order is "five"/],
    [68, 'constructor', /"constructor"/],
  ])('are refused: %i of the order %s', async (count, order, message) => {
    const error = await errorOf(() => landmarkGroups(points(count), order));
    expect(error).toMatchObject({ code: 'bad-argument', message: expect.stringMatching(message) });
  });
});
