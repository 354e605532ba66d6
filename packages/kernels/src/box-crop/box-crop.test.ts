import { kernelTest } from '../testing/kernel-test.ts';
import { expect } from '../testing/testing.ts';
import { cropFloats, everything } from '../warp/crop.ts';
import { boxCrop } from './box-crop.ts';

interface BoxCropCase {
  readonly name: string;
  readonly kept: number;
  readonly first: number;
  readonly capacity: number;
}

const cases: readonly BoxCropCase[] = [
  { name: 'no boxes', kept: 0, first: 0, capacity: 16 },
  { name: 'fewer than there is room for', kept: 3, first: 0, capacity: 16 },
  { name: 'exactly as many', kept: 16, first: 0, capacity: 16 },
  { name: 'more', kept: 40, first: 0, capacity: 16 },
  { name: 'the rest', kept: 40, first: 32, capacity: 16 },
  { name: 'none left', kept: 40, first: 48, capacity: 16 },
  { name: 'capacity 17', kept: 19, first: 1, capacity: 17 },
];

kernelTest('boxCrop', {
  cases,
  reals: ['f32'],
  run: async (f, { kept, first, capacity }) => {
    const boxes = f.input([50, 4], 'dense', undefined, 'f32');
    const crops = f.output([capacity, cropFloats], 'dense', 'f32');
    const live = f.output([1], 'dense', 'u32');
    const settings = {
      map: { x: [600, 0, -20], y: [0, 500, 30] },
      photo: { width: 640, height: 480 },
      first,
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
    const count = Math.max(0, Math.min(kept - first, capacity));
    expect([...(await f.read(live))]).toEqual([count]);
    const got = await f.read(crops);
    for (let i = 0; i < count; i++) {
      const [x0, y0, x1, y1] = boxes.values.subarray((first + i) * 4);
      const side = 1.25 * Math.max(Math.abs(x1 - x0) * 600, Math.abs(y1 - y0) * 500);
      const left = ((x0 + x1) / 2) * 600 - 20 - side / 2;
      const top = ((y0 + y1) / 2) * 500 + 30 - side / 2;
      const row = got.subarray(i * cropFloats, (i + 1) * cropFloats);
      const scale = side / 112;
      f.compareValues(row.subarray(0, 8), [scale, 0, left, 0, 0, scale, top, 0], [8]);
      f.compareValues(row.subarray(8), [0, 0, 640, 480, ...everything], [8]);
    }
  },
});
