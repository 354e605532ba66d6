import { describe, expect, it } from 'vitest';
import { measureChip } from './measure-chip.ts';

/** A grey chip of 40×40 pixels. */
function chip(grey: (x: number, y: number) => number) {
  const data = new Uint8ClampedArray(40 * 40 * 4).fill(255);
  for (let i = 0; i < 1600; i++) data.fill(grey(i % 40, Math.floor(i / 40)), i * 4, i * 4 + 3);
  return { width: 40, height: 40, data };
}

describe('measureChip', () => {
  it('has no contrast and no sharpness in one grey', () => {
    const { brightness, contrast, sharpness } = measureChip(chip(() => 102));
    expect(brightness).toBeCloseTo(0.4, 6);
    expect(contrast).toBeCloseTo(0, 6);
    expect(sharpness).toBeCloseTo(0, 6);
  });

  it('counts every edge of a chessboard, and none of a slope', () => {
    const board = measureChip(chip((x, y) => ((x + y) % 2) * 200));
    expect(board.brightness).toBeCloseTo(100 / 255, 6);
    expect(board.contrast).toBeCloseTo(100 / 255, 6);
    // The Laplacian is 4 × 200, up and down in turn.
    expect(board.sharpness).toBeCloseTo(800 ** 2, 3);
    const slope = measureChip(chip((x) => x * 5));
    expect(slope.sharpness).toBeCloseTo(0, 6);
    expect(slope.contrast).toBeGreaterThan(0.1);
  });

  it('looks at the middle alone', () => {
    const framed = measureChip(
      chip((x, y) => (Math.min(x, y) < 3 || Math.max(x, y) > 36 ? 255 : 80)),
    );
    expect(framed.brightness).toBeCloseTo(80 / 255, 6);
    expect(framed.sharpness).toBeCloseTo(0, 6);
  });
});
