import { cropFloats, everything } from '../geometry/crop.ts';
import { kernelTest } from '../testing/kernel-test.ts';
import { expect } from '../testing/testing.ts';
import { boxCrop } from './box-crop.ts';

interface BoxCropCase {
  readonly name: string;
  readonly kept: number;
  readonly capacity: number;
}

const cases: readonly BoxCropCase[] = [
  { name: 'no boxes', kept: 0, capacity: 16 },
  { name: 'fewer than there is room for', kept: 3, capacity: 16 },
  { name: 'exactly as many', kept: 16, capacity: 16 },
  { name: 'more', kept: 40, capacity: 16 },
  { name: 'capacity 17', kept: 19, capacity: 17 },
];

kernelTest('boxCrop', {
  cases,
  reals: ['f32'],
  run: async (f, { kept, capacity }) => {
    const boxes = f.input([50, 4], 'dense', undefined, 'f32');
    const crops = f.output([capacity, cropFloats], 'dense', 'f32');
    const live = f.output([1], 'dense', 'u32');
    const settings = {
      photo: { width: 640, height: 480 },
      size: 112,
      margin: 1.25,
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
      const side = 1.25 * Math.max(Math.abs(x1 - x0), Math.abs(y1 - y0));
      const left = (x0 + x1) / 2 - side / 2;
      const top = (y0 + y1) / 2 - side / 2;
      const row = got.subarray(i * cropFloats, (i + 1) * cropFloats);
      const scale = side / 112;
      f.compareValues(row.subarray(0, 8), [scale, 0, left, 0, 0, scale, top, 0], [8]);
      f.compareValues(row.subarray(8), [0, 0, 640, 480, ...everything], [8]);
    }
  },
});
