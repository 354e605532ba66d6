import { describe, expect, it } from 'vitest';
import { faceShape } from '../../pose/face-shape.ts';
import { faceModelOf } from './face-model.ts';
import { createRelief } from './relief.ts';

describe('the relief of the canonical face', () => {
  const { rows, columns, left, top, step, cells } = createRelief();
  const at = (x: number, y: number) => {
    const cell = Math.round((y - top) / step) * columns + Math.round((x - left) / step);
    return [...cells.subarray(4 * cell, 4 * cell + 4)];
  };

  it('is there everywhere, with normals that point to the viewer or aside', () => {
    expect(cells).toHaveLength(4 * rows * columns);
    expect(cells.every(Number.isFinite)).toBe(true);
    for (let i = 0; i < cells.length; i += 4) {
      expect(cells[i + 1] ** 2 + cells[i + 2] ** 2).toBeLessThanOrEqual(1.000001);
      expect(cells[i + 3]).toBeGreaterThanOrEqual(0);
      expect(cells[i + 3]).toBeLessThanOrEqual(1);
    }
  });

  it('is as deep as the landmarks are', () => {
    // The bridge and the tip of the nose, corners of eyes, a chin's middle.
    for (const i of [10, 13, 19, 28, 22, 25]) {
      const [x, y, z] = faceShape[i];
      expect(Math.abs(at(x, y)[0] - z), `landmark ${17 + i}`).toBeLessThan(0.06);
    }
  });

  it('is the same on both sides, and nearest at the tip of the nose', () => {
    for (const [x, y] of [
      [0.3, 0.2],
      [0.6, -0.6],
      [0.84, 0],
      [1.2, 0.3],
    ]) {
      const [own, other] = [at(x, y), at(-x, y)];
      expect(own[0]).toBeCloseTo(other[0], 1);
      expect(own[1]).toBeCloseTo(-other[1], 0);
    }
    const depths = cells.filter((_, i) => i % 4 === 0);
    expect(at(0, faceShape[13][1])[0]).toBeLessThan(Math.min(...depths) + 0.03);
  });

  it('mirrors neither eyes nor mouth', () => {
    const mirrored = (x: number, y: number) => at(x, y)[3];
    expect(mirrored(0.35, -0.32)).toBe(0);
    expect(mirrored(-0.35, -0.32)).toBe(0);
    expect(mirrored(0, 0.45)).toBe(0);
    expect(mirrored(0.7, 0.3)).toBe(1);
    expect(mirrored(-1.3, -1.5)).toBe(1);
  });
});

describe('the model of a face', () => {
  it.each(['ibug68', 'openseeface66', 'wflw98', 'jd106'])('is told by landmarks of %s', (order) => {
    const { points } = faceModelOf(order);
    const counting = points.filter(({ weight }) => weight > 0);
    expect(counting.length).toBeGreaterThanOrEqual(66);
    // The jaw slides along the face as that turns: it says little.
    const weightOf = (i: number) => points[i].weight;
    expect(weightOf(0)).toBeLessThan(0.1);
    expect(Math.max(...points.map(({ weight }) => weight))).toBe(1);
  });

  it('isn’t told by five', () => {
    expect(() => faceModelOf('five')).toThrow(
      expect.objectContaining({ code: 'bad-argument', fix: expect.stringContaining('similarity') }),
    );
  });
});
