import { encode } from '../tensor/dtype.ts';
import { kernelTest } from '../testing/kernel-test.ts';
import { expect, it } from '../testing/testing.ts';
import { applyAffine, type Crop, cropFloats, encodeCrop } from './crop.ts';
import { letterbox } from './letterbox.ts';
import { drawWarp, warpCases } from './warp.cases.ts';
import { warpReference } from './warp.reference.ts';
import { warp } from './warp.ts';

const mean = [122.782, 117.001, 104.298] as const;
const scale = [1 / 255, 1 / 127.5, 1] as const;

/** Positions are f32: at 64 pixels an ulp moves a sample by 8e-6 pixels, twice over. */
const tolerances = { f32: { relative: 5e-5 }, f16: { relative: 1e-2 } };

kernelTest('warp', {
  cases: warpCases,
  draw: drawWarp,
  run: async (f, { photo: photoSize, crops, size, averaging, floatPixels = false, live }) => {
    const count = photoSize.width * photoSize.height;
    const bytes = Float64Array.from({ length: count * 4 }, () => f.random.integer(0, 255));
    const pixels = floatPixels ? bytes.map((value) => Math.fround(value + 0.3)) : bytes;
    const photo = floatPixels
      ? f.input([count * 4], 'dense', pixels, 'f32').tensor
      : f.input([count], 'dense', new Uint32Array(Uint8Array.from(bytes).buffer), 'u32').tensor;
    const numbers = crops.flatMap(encodeCrop);
    const cropValues = f.input([crops.length, cropFloats], 'dense', numbers, 'f32');
    const shape = [crops.length, size.height, size.width, 3];
    const output = f.output(shape, 'nhwc4');
    const settings = { photo: photoSize, floatPixels, averaging, mean, scale };
    await f.run([warp({ photo, crops: cropValues.tensor, output, live: f.live(live), settings })]);
    const rounded = crops.map((crop): Crop => roundCrop(crop));
    const reference = warpReference({
      photo: pixels,
      photoSize,
      crops: rounded,
      size,
      averaging,
      mean,
      scale,
    });
    const done = (live ?? crops.length) * size.height * size.width * 3;
    const got = await f.read(output);
    f.compareValues(got.subarray(0, done), reference.subarray(0, done), shape, tolerances[f.real]);
  },
});

it('letterbox keeps proportions and centres the photo', () => {
  const { map } = letterbox({ width: 200, height: 100 }, 50);
  expect(applyAffine(map, 0, 0)).toEqual([0, -50]);
  expect(applyAffine(map, 50, 50)).toEqual([200, 150]);
});

/** A crop as its f32 numbers hold it. */
function roundCrop(crop: Crop): Crop {
  const n = new Float32Array(encode(encodeCrop(crop), 'f32').buffer);
  return {
    map: { x: [n[0], n[1], n[2]], y: [n[4], n[5], n[6]] },
    window: [n[8], n[9], n[10], n[11]],
    bounds: [n[12], n[13], n[14], n[15]],
  };
}
