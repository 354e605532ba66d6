import { describe, expect, it } from 'vitest';
import type { Point } from '../api/face.ts';
import { commonPoints, landmarkError, summarizeErrors } from './landmark-error.ts';

/** 68 points whose outer eye corners, 36 and 45, are 9 apart. */
const marked = Array.from({ length: 68 }, (_, i): Point => [i, 0]);

describe('the error of landmarks', () => {
  it('is the mean distance over that of the outer eye corners', () => {
    const common = commonPoints('ibug68', 'ibug68');
    if (!common) throw new Error('68 points lead to themselves');
    const found = marked.map(([x, y], i): Point => [x, i < 34 ? y + 1.8 : y]);
    expect(landmarkError(found, marked, common)).toBeCloseTo(0.9 / 9, 12);
  });

  it('leaves out what 66 points lack, and takes the rest in their order', () => {
    const common = commonPoints('openseeface66', 'ibug68');
    if (!common) throw new Error('66 points lead to 68');
    expect(common.found).toHaveLength(66);
    const found = Array.from({ length: 66 }, (): Point => [Number.NaN, 0]);
    common.found.forEach(([member], i) => {
      found[member] = marked[common.marked[i][0]];
    });
    expect(landmarkError(found, marked, common)).toBe(0);
  });

  it('of five points is that to the means of those that were marked', () => {
    const common = commonPoints('five', 'ibug68');
    if (!common) throw new Error('68 points lead to five');
    const found: Point[] = [
      [38.5, 0],
      [44.5, 0],
      [30, 0],
      [48, 4.5],
      [54, 0],
    ];
    expect(landmarkError(found, marked, common)).toBeCloseTo(4.5 / 5 / 9, 12);
  });

  it('is summed up over photos, and a face that was not found has failed', () => {
    const { nme, median, failed } = summarizeErrors([0.02, 0.2, 0.04, Number.POSITIVE_INFINITY]);
    expect([nme, median, failed]).toEqual([expect.closeTo(0.26 / 3, 12), 0.04, 0.5]);
  });
});
