import { type Affine, applyAffine, cropFloats, decodeCrop, everything } from '../geometry/crop.ts';
import type { DType } from '../tensor/dtype.ts';
import { Tensor } from '../tensor/tensor.ts';
import { kernelTest } from '../testing/kernel-test.ts';
import { describe, expect, it } from '../testing/testing.ts';
import { similarityReference } from './similarity.reference.ts';
import { type SimilarityArgs, similarity, type TemplatePoint } from './similarity.ts';

interface SimilarityCase {
  readonly name: string;
  readonly sets: number;
  readonly points: number;
  readonly live?: number;
  readonly mirrorWidth?: number;
  /** Whether to fold the workgroups into two rows. */
  readonly folded?: boolean;
}

const cases: readonly SimilarityCase[] = [
  { name: 'two points', sets: 1, points: 2 },
  { name: '68 points, 16 sets', sets: 16, points: 68 },
  { name: '17 sets', sets: 17, points: 5 },
  { name: 'no sets', sets: 0, points: 5 },
  { name: 'folded workgroups', sets: 50, points: 3, folded: true },
  { name: '9 of 16 live', sets: 16, points: 31, live: 9 },
  { name: 'mirrored', sets: 2, points: 31, mirrorWidth: 150 },
];

kernelTest('similarity', {
  cases,
  draw: (random): SimilarityCase => {
    const sets = random.integer(1, 20);
    const points = random.integer(2, 70);
    return { name: `${sets} sets of ${points}`, sets, points };
  },
  reals: ['f32'],
  run: async (f, { sets, points: count, live, mirrorWidth }) => {
    const photo = { width: 640, height: 480 };
    const template = Array.from({ length: count }, (_, i): TemplatePoint => {
      return {
        x: Math.fround(f.random.uniform(0, 150)),
        y: Math.fround(f.random.uniform(0, 150)),
        weight: i < 2 ? 1 : f.random.pick([0, 1, 0.5]),
      };
    });
    const points = f.input([sets, count, 2], 'dense', f.values(sets * count * 2, 0, 640), 'f32');
    const crops = f.output([sets, cropFloats], 'dense', 'f32');
    await f.run([
      similarity({
        points: points.tensor,
        template,
        crops,
        live: f.live(live),
        photo,
        mirrorWidth,
      }),
    ]);
    const got = await f.read(crops);
    for (let n = 0; n < (live ?? sets); n++) {
      const set = points.values.subarray(n * count * 2, (n + 1) * count * 2);
      const fit = similarityReference(template, set);
      const { x, y } = mirrorWidth === undefined ? fit : mirrored(fit, mirrorWidth);
      const crop = decodeCrop(got.subarray(n * cropFloats, (n + 1) * cropFloats));
      const [a, b, c] = crop.map.x;
      const [d, e, g] = crop.map.y;
      // The map's factors are about 1, its shifts hundreds of pixels: each kind has its own scale.
      f.compareValues([a, b, d, e], [x[0], x[1], y[0], y[1]], [4]);
      f.compareValues([c, g], [x[2], y[2]], [2]);
      expect(crop.window).toEqual([0, 0, 640, 480]);
      expect(crop.bounds).toEqual(everything);
    }
  },
});

/** The map whose x is counted from the other side. */
function mirrored(map: Affine, width: number): Affine {
  const axis = ([a, b, c]: Affine['x']): Affine['x'] => [-a, b, c + a * width];
  return { x: axis(map.x), y: axis(map.y) };
}

it('finds the transform that made the points', () => {
  const template = [
    [0, 0],
    [10, 0],
    [3, 7],
  ].map(([x, y]) => ({ x, y, weight: 1 }));
  const made = { x: [0, -2, 5], y: [2, 0, 1] } as const;
  const fit = similarityReference(
    template,
    template.flatMap(({ x, y }) => applyAffine(made, x, y)),
  );
  for (const axis of ['x', 'y'] as const) {
    fit[axis].forEach((value, i) => {
      expect(value).toBeCloseTo(made[axis][i], 10);
    });
  }
});

describe('similarity arguments', () => {
  const dense = (shape: number[], dtype: DType = 'f32') =>
    new Tensor('test', { shape, dtype, layout: 'dense' });
  const args: SimilarityArgs = {
    points: dense([5, 2, 2]),
    template: [
      { x: 0, y: 0, weight: 1 },
      { x: 1, y: 0, weight: 1 },
    ],
    crops: dense([5, cropFloats]),
    photo: { width: 8, height: 8 },
  };

  it.each([
    ['points of f16', { points: dense([5, 2, 2], 'f16') }],
    ['points for another template', { points: dense([5, 3, 2]) }],
    ['crops of u32', { crops: dense([5, cropFloats], 'u32') }],
  ])('refuse %s', (_name, wrong) => {
    expect(() => similarity({ ...args, ...wrong })).toThrow(
      expect.objectContaining({ code: 'shape-mismatch' }),
    );
  });
});
