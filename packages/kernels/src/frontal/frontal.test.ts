import { similarityReference } from '../similarity/similarity.reference.ts';
import type { TemplatePoint } from '../similarity/similarity.ts';
import type { DType } from '../tensor/dtype.ts';
import { Tensor } from '../tensor/tensor.ts';
import { kernelTest } from '../testing/kernel-test.ts';
import type { Random } from '../testing/random.ts';
import { describe, expect, it } from '../testing/testing.ts';
import { drawFrontal, type FrontalCase, frontalCases, type OddLandmarks } from './frontal.cases.ts';
import { frontalReference } from './frontal.reference.ts';
import { type FaceModel, type FrontalArgs, frontal, frontalGridSpec } from './frontal.ts';

const straight: NonNullable<FrontalCase['pose']> = [0, 0, 0];

kernelTest('frontal', {
  cases: frontalCases,
  draw: drawFrontal,
  reals: ['f32'],
  run: async (f, { faces, points: count, size, pose = straight, odd, live, mirror, ...c }) => {
    const face = drawFace(f.random, count, c.relief);
    const template = face.points.map(({ x, y }, i): TemplatePoint => {
      const weight = i < 2 ? 1 : f.random.pick([0, 1, 0.5]);
      return { x: size.width * (0.5 + 0.3 * x), y: size.height * (0.5 + 0.3 * y), weight };
    });
    const landmarks = Array.from({ length: faces }, (_, n) => {
      const seen = project(face, pose, 0.04, f.random);
      return odd && n === 0 ? spoil(seen, odd, f.random) : seen;
    }).flat();
    const points = f.input([faces, count, 2], 'dense', landmarks, 'f32');
    const { shape } = frontalGridSpec(faces, size);
    const grid = f.output(shape, 'dense', 'f32');
    const args = { face, template, size, mirror: mirror ?? false };
    await f.run(frontal({ ...args, points: points.tensor, grid, live: f.live(live) }));
    const [, rows, columns] = shape;
    const nodes = rows * columns * 8;
    const got = await f.read(grid);
    for (let n = 0; n < (live ?? faces); n++) {
      const own = points.values.subarray(n * count * 2, (n + 1) * count * 2);
      const view = got.subarray(n * nodes, (n + 1) * nodes);
      if (n === 0 && (odd === 'NaN' || odd === 'infinite')) {
        expect([...view].filter((_, i) => i % 8 < 4).every(Number.isNaN)).toBe(true);
        continue;
      }
      expect(view.every(Number.isFinite)).toBe(true);
      const wanted = frontalReference({ ...args, rows, columns }, own);
      // Places are hundreds of pixels, shares at most one.
      f.compareValues(part(view, 0), part(wanted, 0), [rows, columns, 4], { relative: 2e-5 });
      f.compareValues(part(view, 4), part(wanted, 4), [rows, columns, 4], {
        relative: 0,
        floor: 2e-4,
      });
    }
  },
});

/** Four of the eight numbers of each node. */
function part(grid: Float64Array, first: number): Float64Array {
  return grid.filter((_, i) => i % 8 >= first && i % 8 < first + 4);
}

/** A face with the tip of its nose in the middle, a bump. */
function drawFace(
  random: Random,
  count: number,
  [rows, columns]: readonly [rows: number, columns: number] = [13, 11],
): FaceModel {
  const points = Array.from({ length: count }, (_, i) => {
    const [x, y] =
      i < 4
        ? [
            [-1, -1],
            [1, -1],
            [-1, 1],
            [1, 1],
          ][i]
        : [random.uniform(-1, 1), random.uniform(-1, 1)];
    // The first ones aren't on a plane.
    const z = i === 3 ? 0.9 : x * x * 0.4 + y * y * 0.3 + random.uniform(-0.1, 0.1);
    return { x, y, z, weight: random.uniform(0.05, 1) };
  });
  const cells = Array.from({ length: rows * columns }, () => [
    random.uniform(-0.3, 0.3),
    random.uniform(-0.7, 0.7),
    random.uniform(-0.7, 0.7),
    random.uniform(0, 1),
  ]);
  const step = 0.2;
  const [left, top] = [(-step * (columns - 1)) / 2, (-step * (rows - 1)) / 2];
  const relief = { rows, columns, left, top, step, cells: Float32Array.from(cells.flat()) };
  return { points, relief, reach: 0.3 };
}

/** Where a camera far away sees the points of a face that is turned, and a little unlike the mean. */
function project(
  { points }: FaceModel,
  angles: readonly [number, number, number],
  unlike: number,
  random: Random,
): number[] {
  const [yaw, pitch, roll] = angles.map((degrees) => (degrees * Math.PI) / 180);
  return points.flatMap(({ x, y, z }) => {
    const [py, pz] = [
      Math.cos(pitch) * y + Math.sin(pitch) * z,
      Math.cos(pitch) * z - Math.sin(pitch) * y,
    ];
    const px = Math.cos(yaw) * x - Math.sin(yaw) * pz;
    const error = () => random.uniform(-unlike, unlike);
    return [
      300 + 80 * (Math.cos(roll) * px - Math.sin(roll) * py + error()),
      200 + 80 * (Math.sin(roll) * px + Math.cos(roll) * py + error()),
    ];
  });
}

function spoil(landmarks: readonly number[], odd: OddLandmarks, random: Random): number[] {
  const spoilt = [...landmarks];
  switch (odd) {
    case 'one point':
      return landmarks.map((_, i) => [123.25, 45.5][i % 2]);
    case 'a line':
      return landmarks.map((_, i) => landmarks[i - (i % 2)] * [1, 0][i % 2] + 64);
    case 'far apart':
      return landmarks.map((value) => value * 1e4);
    case 'unlike a face':
      return landmarks.map(() => random.uniform(0, 640));
    case 'NaN':
      spoilt[5] = Number.NaN;
      return spoilt;
    case 'infinite':
      spoilt[8] = Number.POSITIVE_INFINITY;
      return spoilt;
  }
}

describe('the frontal view', () => {
  const size = { width: 100, height: 100 };
  const face: FaceModel = {
    points: [
      [-1, -1, 0.3],
      [1, -1, 0.3],
      [0, 0, -0.4],
      [-0.6, 1, 0.1],
      [0.6, 1, 0.1],
      [0, 1.2, 0.2],
    ].map(([x, y, z]) => ({ x, y, z, weight: 1 })),
    relief: { rows: 1, columns: 1, left: 0, top: 0, step: 1, cells: Float32Array.of(0.2, 0, 0, 1) },
    reach: 0.3,
  };
  const template = face.points.map(({ x, y }) => ({ x: 50 + 20 * x, y: 40 + 21 * y, weight: 1 }));
  const args = { face, template, size, rows: 3, columns: 3, mirror: false };

  it('of a face that looks straight is the crop of the similarity transform', () => {
    const landmarks = face.points.flatMap(({ x, y }) => [
      60 * x + 8 * y + 200,
      60 * y - 8 * x + 90,
    ]);
    const grid = frontalReference(args, landmarks);
    const { x, y } = similarityReference(template, landmarks);
    for (let node = 0; node < 9; node++) {
      const [across, down] = [(node % 3) * 50, Math.floor(node / 3) * 50];
      expect(grid[8 * node]).toBeCloseTo(x[0] * across + x[1] * down + x[2], 8);
      expect(grid[8 * node + 1]).toBeCloseTo(y[0] * across + y[1] * down + y[2], 8);
      expect(grid[8 * node + 4]).toBe(0);
    }
  });
});

describe('frontal arguments', () => {
  const dense = (shape: number[], dtype: DType = 'f32') =>
    new Tensor('test', { shape, dtype, layout: 'dense' });
  const point = (x: number, y: number, z: number) => ({ x, y, z, weight: 1 });
  const relief = { rows: 1, columns: 1, left: 0, top: 0, step: 1, cells: new Float32Array(4) };
  const points = [point(0, 0, 0), point(1, 0, 0), point(0, 1, 0), point(0, 0, 1)];
  const args: FrontalArgs = {
    points: dense([3, 4, 2]),
    face: { points, relief, reach: 1 },
    template: points,
    size: { width: 4, height: 6 },
    grid: dense([3, 4, 3, 8]),
  };

  it('are taken as frontalGridSpec has them', () => {
    expect(frontalGridSpec(3, args.size).shape).toEqual([3, 4, 3, 8]);
    expect(frontal(args)).toHaveLength(2);
  });

  it.each<[string, Partial<FrontalArgs>]>([
    ['points of f16', { points: dense([3, 4, 2], 'f16') }],
    ['points for another template', { points: dense([3, 5, 2]) }],
    ['a face of other points', { face: { ...args.face, points: points.slice(1) } }],
    ['a flat face', { face: { ...args.face, points: points.map((p) => ({ ...p, z: 0 })) } }],
    ['a relief without its cells', { face: { ...args.face, relief: { ...relief, rows: 2 } } }],
    ['a grid of one row', { grid: dense([3, 1, 3, 8]) }],
    ['a grid of four numbers', { grid: dense([3, 4, 3, 4]) }],
  ])('refuse %s', (_name, wrong) => {
    expect(() => frontal({ ...args, ...wrong })).toThrow(
      expect.objectContaining({ code: 'shape-mismatch' }),
    );
  });
});
