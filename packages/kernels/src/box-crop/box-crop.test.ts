import { cropFloats, decodeCrop, everything } from '../geometry/crop.ts';
import type { DType } from '../tensor/dtype.ts';
import { Tensor } from '../tensor/tensor.ts';
import { kernelTest } from '../testing/kernel-test.ts';
import { describe, expect, it } from '../testing/testing.ts';
import { type BoxCropArgs, boxCrop } from './box-crop.ts';

interface BoxCropCase {
  readonly name: string;
  readonly kept: number;
  readonly capacity: number;
  /** Degrees; 0 unless told. */
  readonly roll?: number;
  /** Whether to fold the workgroups into two rows. */
  readonly folded?: boolean;
}

const cases: readonly BoxCropCase[] = [
  { name: 'no boxes', kept: 0, capacity: 16 },
  { name: 'fewer than there is room for', kept: 3, capacity: 16 },
  { name: 'exactly as many', kept: 16, capacity: 16 },
  { name: 'more', kept: 40, capacity: 16 },
  { name: 'capacity 17', kept: 19, capacity: 17 },
  { name: 'rolled by a right angle', kept: 9, capacity: 16, roll: 90 },
  { name: 'rolled by -35°', kept: 9, capacity: 16, roll: -35 },
  { name: 'upside down', kept: 9, capacity: 16, roll: 180 },
  { name: 'folded workgroups', kept: 48, capacity: 49, folded: true },
];

kernelTest('boxCrop', {
  cases,
  reals: ['f32'],
  run: async (f, { kept, capacity, roll }) => {
    const boxes = f.input([50, 4], 'dense', undefined, 'f32');
    const crops = f.output([capacity, cropFloats], 'dense', 'f32');
    const live = f.output([1], 'dense', 'u32');
    const settings = {
      photo: { width: 640, height: 480 },
      size: 112,
      margin: 1.25,
      roll,
    } as const;
    await f.run([
      boxCrop({
        boxes: boxes.tensor,
        kept: f.input([1], 'dense', [kept], 'u32').tensor,
        crops,
        live,
        settings,
      }),
    ]);
    const count = Math.min(kept, capacity);
    expect([...(await f.read(live))]).toEqual([count]);
    const got = await f.read(crops);
    for (let i = 0; i < count; i++) {
      const [x0, y0, x1, y1] = boxes.values.subarray(i * 4);
      const angle = ((roll ?? 0) * Math.PI) / 180;
      const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
      // The diagonal, as it is seen in the crop.
      const across = Math.abs(cos * (x1 - x0) + sin * (y1 - y0));
      const down = Math.abs(cos * (y1 - y0) - sin * (x1 - x0));
      const side = 1.25 * Math.max(across, down);
      const left = (x0 + x1) / 2 - (cos - sin) * (side / 2);
      const top = (y0 + y1) / 2 - (sin + cos) * (side / 2);
      const crop = decodeCrop(got.subarray(i * cropFloats, (i + 1) * cropFloats));
      const scale = side / 112;
      f.compareValues(crop.map.x, [scale * cos, -scale * sin, left], [3]);
      f.compareValues(crop.map.y, [scale * sin, scale * cos, top], [3]);
      expect(crop.window).toEqual([0, 0, 640, 480]);
      expect(crop.bounds).toEqual(everything);
    }
  },
});

describe('boxCrop arguments', () => {
  const dense = (shape: number[], dtype: DType = 'f32') =>
    new Tensor('test', { shape, dtype, layout: 'dense' });
  const args: BoxCropArgs = {
    boxes: dense([9, 4]),
    kept: dense([1], 'u32'),
    crops: dense([5, cropFloats]),
    live: dense([1], 'u32'),
    settings: { photo: { width: 8, height: 8 }, size: 112, margin: 1 },
  };

  it.each([
    ['boxes of f16', { boxes: dense([9, 4], 'f16') }],
    ['a count of f32', { kept: dense([1]) }],
    ['crops of u32', { crops: dense([5, cropFloats], 'u32') }],
    ['room for two counts', { live: dense([2], 'u32') }],
  ])('refuse %s', (_name, wrong) => {
    expect(() => boxCrop({ ...args, ...wrong })).toThrow(
      expect.objectContaining({ code: 'shape-mismatch' }),
    );
  });
});
