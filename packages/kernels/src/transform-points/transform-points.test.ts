import { applyAffine, cropFloats, decodeCrop } from '../geometry/crop.ts';
import type { DType } from '../tensor/dtype.ts';
import { Tensor } from '../tensor/tensor.ts';
import { kernelTest } from '../testing/kernel-test.ts';
import { describe, expect, it } from '../testing/testing.ts';
import { type TransformPointsArgs, transformPoints } from './transform-points.ts';

interface TransformCase {
  readonly name: string;
  readonly crops: number;
  readonly points: number;
  readonly live?: number;
  /** Whether to fold the workgroups into two rows. */
  readonly folded?: boolean;
}

const cases: readonly TransformCase[] = [
  { name: 'one point', crops: 1, points: 1 },
  { name: '68 points of 16 crops', crops: 16, points: 68 },
  { name: '65 points of 3 crops, 2 live', crops: 3, points: 65, live: 2 },
  { name: 'no crops', crops: 0, points: 5 },
  { name: 'folded workgroups', crops: 7, points: 65, folded: true },
];

kernelTest('transformPoints', {
  cases,
  run: async (f, { crops: count, points, live }) => {
    const input = f.input([count, points, 2], 'dense', f.values(count * points * 2, 0, 1));
    const crops = f.input([count, cropFloats], 'dense', f.values(count * cropFloats, -2, 2), 'f32');
    const output = f.output([count, points, 2], 'dense', 'f32');
    const tensors = { input: input.tensor, crops: crops.tensor, output };
    await f.run([transformPoints({ ...tensors, unit: 112, live: f.live(live) })]);
    const reference: number[] = [];
    for (let n = 0; n < (live ?? count); n++) {
      const { map } = decodeCrop(crops.values.subarray(n * cropFloats, (n + 1) * cropFloats));
      for (let i = n * points; i < (n + 1) * points; i++) {
        const x = input.values[2 * i] * 112;
        const y = input.values[2 * i + 1] * 112;
        reference.push(...applyAffine(map, x, y));
      }
    }
    const got = (await f.read(output)).subarray(0, reference.length);
    f.compareValues(got, reference, [live ?? count, points, 2]);
  },
});

describe('transformPoints arguments', () => {
  const dense = (shape: number[], dtype: DType = 'f32') =>
    new Tensor('test', { shape, dtype, layout: 'dense' });
  const args: TransformPointsArgs = {
    input: dense([3, 5, 2], 'f16'),
    crops: dense([3, cropFloats]),
    output: dense([3, 5, 2]),
    unit: 112,
  };

  it.each([
    ['points of u32', { input: dense([3, 5, 2], 'u32') }],
    ['crops of f16', { crops: dense([3, cropFloats], 'f16') }],
    ['an output of f16', { output: dense([3, 5, 2], 'f16') }],
    ['points for other crops', { input: dense([4, 5, 2]) }],
  ])('refuse %s', (_name, wrong) => {
    expect(() => transformPoints({ ...args, ...wrong })).toThrow(
      expect.objectContaining({ code: 'shape-mismatch' }),
    );
  });
});
