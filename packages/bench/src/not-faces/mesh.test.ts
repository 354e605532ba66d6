import { describe, expect, it } from 'vitest';
import { globe, joined, parseObj, parseStackgl, turnedBy } from './mesh.ts';

const rounded = (numbers: readonly number[]) =>
  numbers.map((value) => Math.round(value * 1e9) / 1e9 + 0);

describe('a mesh', () => {
  it('is read from a Wavefront file', () => {
    const text = 'o face\nv 1 2 3\nv 4 5 6\nv -1 0 0.5\nvt 0 0\nf 1/1 2/1 3/1\n';
    expect(parseObj(text)).toEqual({
      points: [
        [1, 2, 3],
        [4, 5, 6],
        [-1, 0, 0.5],
      ],
      triangles: [[0, 1, 2]],
    });
  });

  it('is read from a module, which is not run', () => {
    const base64 = (values: Float32Array | Uint32Array) =>
      Buffer.from(values.buffer).toString('base64');
    const text = `;exports.positions = require("./load")(Float32Array, "${base64(Float32Array.of(1, 2, 3, 4, 5, 6))}")
;exports.cells = require("./load")(Uint32Array, "${base64(Uint32Array.of(0, 1, 0))}")`;
    expect(parseStackgl(text)).toEqual({
      points: [
        [1, 2, 3],
        [4, 5, 6],
      ],
      triangles: [[0, 1, 0]],
    });
    expect(() => parseStackgl('')).toThrow(/no positions/);
  });

  it('keeps its triangles where others are before it', () => {
    const one = globe(2, 3, (point) => point);
    const both = joined(one, one);
    expect(both.triangles.at(-1)).toEqual(one.triangles.at(-1)?.map((i) => i + one.points.length));
  });

  it('is closed where it is a globe', () => {
    // Each edge belongs to two triangles, one in each direction; those at the poles are of no length.
    const { points, triangles } = globe(4, 5, (point) => point);
    const name = (i: number) => rounded(points[i]).join();
    const edges = new Map<string, number>();
    for (const [a, b, c] of triangles) {
      for (const [from, to] of [
        [a, b],
        [b, c],
        [c, a],
      ]) {
        const [start, end] = [name(from), name(to)];
        if (start === end) continue;
        edges.set(`${start} ${end}`, (edges.get(`${start} ${end}`) ?? 0) + 1);
        edges.set(`${end} ${start}`, (edges.get(`${end} ${start}`) ?? 0) - 1);
      }
    }
    expect([...edges.values()].every((count) => count === 0)).toBe(true);
  });
});

describe('turnedBy', () => {
  it('turns what looks at us to its left, up, and its top to our right', () => {
    expect(rounded(turnedBy(90, 0, 0)([0, 0, 1]))).toEqual([1, 0, 0]);
    expect(rounded(turnedBy(0, 90, 0)([0, 0, 1]))).toEqual([0, 1, 0]);
    expect(rounded(turnedBy(0, 0, 90)([0, 1, 0]))).toEqual([1, 0, 0]);
  });
});
