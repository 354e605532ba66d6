import { type Crop, cropFloats, decodeCrop, encodeCrop } from '../geometry/crop.ts';
import type { DType } from '../tensor/dtype.ts';
import { Tensor } from '../tensor/tensor.ts';
import { kernelTest } from '../testing/kernel-test.ts';
import { describe, expect, it } from '../testing/testing.ts';
import { drawWarp, warpCases } from './warp.cases.ts';
import { warpReference } from './warp.reference.ts';
import { type WarpArgs, warp } from './warp.ts';

const colour = { mean: [122.782, 117.001, 104.298], scale: [1 / 255, 1 / 127.5, 1] };
/** What is taken off and multiplied, for each kind of channels. */
const normalisation = { rgb: colour, bgr: colour, grey: { mean: [117.001], scale: [1 / 127.5] } };

/** Positions are f32: at 64 pixels an ulp moves a sample by 8e-6 pixels, twice over. */
const tolerances = { f32: { relative: 5e-5 }, f16: { relative: 1e-2 } };

kernelTest('warp', {
  cases: warpCases,
  draw: drawWarp,
  run: async (f, { photo: photoSize, crops, size, averaging, floatPixels = false, ...c }) => {
    const { live, channels = 'rgb' as const } = c;
    const { mean, scale } = normalisation[channels];
    const count = photoSize.width * photoSize.height;
    const bytes = Float64Array.from({ length: count * 4 }, () => f.random.integer(0, 255));
    const pixels = floatPixels ? bytes.map((value) => Math.fround(value + 0.3)) : bytes;
    const photo = floatPixels
      ? f.input([count * 4], 'dense', pixels, 'f32').tensor
      : f.input([count], 'dense', new Uint32Array(Uint8Array.from(bytes).buffer), 'u32').tensor;
    const numbers = crops.flatMap(encodeCrop);
    const cropValues = f.input([crops.length, cropFloats], 'dense', numbers, 'f32');
    const shape = [crops.length, size.height, size.width, mean.length];
    const output = f.output(shape, 'nhwc4');
    const settings = { photo: photoSize, floatPixels, averaging, channels, mean, scale };
    await f.run([warp({ photo, crops: cropValues.tensor, output, live: f.live(live), settings })]);
    const rounded = crops.map((crop): Crop => roundCrop(crop));
    const reference = warpReference({
      photo: pixels,
      photoSize,
      crops: rounded,
      size,
      averaging,
      channels,
      mean,
      scale,
    });
    const done = (live ?? crops.length) * size.height * size.width * mean.length;
    const got = await f.read(output);
    f.compareValues(got.subarray(0, done), reference.subarray(0, done), shape, tolerances[f.real]);
  },
});

/** A crop as its f32 numbers hold it. */
function roundCrop(crop: Crop): Crop {
  return decodeCrop(encodeCrop(crop));
}

describe('warp arguments', () => {
  const dense = (shape: number[], dtype: DType = 'f32') =>
    new Tensor('test', { shape, dtype, layout: 'dense' });
  const args: WarpArgs = {
    photo: dense([64], 'u32'),
    crops: dense([2, cropFloats]),
    output: new Tensor('output', { shape: [2, 8, 8, 3], dtype: 'f32', layout: 'nhwc4' }),
    settings: {
      photo: { width: 8, height: 8 },
      floatPixels: false,
      averaging: true,
      channels: 'rgb',
      ...colour,
    },
  };

  it.each([
    ['crops of f16', { crops: dense([2, cropFloats], 'f16') }],
    ['crops for other images', { crops: dense([3, cropFloats]) }],
    ['a dense output', { output: dense([2, 8, 8, 3]) }],
    ['three channels of grey', { settings: { ...args.settings, channels: 'grey' as const } }],
    ['four channels', { output: new Tensor('output', { ...args.output, shape: [2, 8, 8, 4] }) }],
  ])('refuse %s', (_name, wrong) => {
    expect(() => warp({ ...args, ...wrong })).toThrow(
      expect.objectContaining({ code: 'shape-mismatch' }),
    );
  });
});
