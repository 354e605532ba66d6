import type { DType } from '../tensor/dtype.ts';
import { Tensor } from '../tensor/tensor.ts';
import { kernelTest } from '../testing/kernel-test.ts';
import type { Random } from '../testing/random.ts';
import { describe, expect, it } from '../testing/testing.ts';
import { drawGridWarp, type GridWarpCase, gridWarpCases } from './grid-warp.cases.ts';
import { gridWarpReference } from './grid-warp.reference.ts';
import { type GridWarpArgs, gridWarp } from './grid-warp.ts';

const colour = { mean: [122.782, 117.001, 104.298], scale: [1 / 255, 1 / 127.5, 1] };
/** What is taken off and multiplied, for each kind of channels. */
const normalisation = { rgb: colour, bgr: colour, grey: { mean: [117.001], scale: [1 / 127.5] } };

/** Positions are f32: at 300 pixels an ulp moves a sample by 3e-5 pixels. */
const tolerances = { f32: { relative: 1e-4 }, f16: { relative: 1e-2 } };

kernelTest('gridWarp', {
  cases: gridWarpCases,
  draw: drawGridWarp,
  run: async (f, kase) => {
    const { photo: photoSize, crops, size, rows, columns, floatPixels = false } = kase;
    const { live, channels = 'rgb' as const } = kase;
    const { mean, scale } = normalisation[channels];
    const count = photoSize.width * photoSize.height;
    const bytes = Float64Array.from({ length: count * 4 }, () => f.random.integer(0, 255));
    const pixels = floatPixels ? bytes.map((value) => Math.fround(value + 0.3)) : bytes;
    const photo = floatPixels
      ? f.input([count * 4], 'dense', pixels, 'f32').tensor
      : f.input([count], 'dense', new Uint32Array(Uint8Array.from(bytes).buffer), 'u32').tensor;
    const nodes = Array.from({ length: crops }, () => drawNodes(kase, f.random)).flat();
    const grid = f.input([crops, rows, columns, 8], 'dense', nodes, 'f32');
    const shape = [crops, size.height, size.width, mean.length];
    const output = f.output(shape, 'nhwc4');
    const settings = { photo: photoSize, floatPixels, channels, mean, scale };
    await f.run([gridWarp({ photo, grid: grid.tensor, output, live: f.live(live), settings })]);
    const reference = gridWarpReference({
      photo: pixels,
      photoSize,
      grid: grid.values,
      rows,
      columns,
      size,
      channels,
      mean,
      scale,
    });
    await f.compareLive(output, reference, live, tolerances[f.real]);
  },
});

/** The nodes of a crop around the middle of the photo; second places are turned the other way. */
function drawNodes(kase: GridWarpCase, random: Random): number[] {
  const { photo, size, rows, columns, scale, turn = 0, bend = 0, share, shift = 0, spoilt } = kase;
  const place = (row: number, column: number, angle: number) => {
    const x = ((column / (columns - 1)) * size.width - size.width / 2) * scale[0];
    const y = ((row / (rows - 1)) * size.height - size.height / 2) * scale[1];
    const error = () => random.uniform(-bend, bend) + shift;
    return [
      photo.width / 2 + Math.cos(angle) * x - Math.sin(angle) * y + error(),
      photo.height / 2 + Math.sin(angle) * x + Math.cos(angle) * y + error(),
    ];
  };
  const nodes = Array.from({ length: rows * columns }, (_, i) => {
    const [row, column] = [Math.floor(i / columns), i % columns];
    const places = [...place(row, column, turn), ...place(row, column, -turn)];
    return [...places, share ?? random.uniform(-0.2, 1.2), 0, 0, 0];
  }).flat();
  if (spoilt !== undefined) nodes[random.integer(0, 3)] = spoilt;
  return nodes;
}

describe('gridWarp arguments', () => {
  const dense = (shape: number[], dtype: DType = 'f32') =>
    new Tensor('test', { shape, dtype, layout: 'dense' });
  const args: GridWarpArgs = {
    photo: dense([64], 'u32'),
    grid: dense([2, 5, 5, 8]),
    output: new Tensor('output', { shape: [2, 8, 8, 3], dtype: 'f32', layout: 'nhwc4' }),
    settings: {
      photo: { width: 8, height: 8 },
      floatPixels: false,
      channels: 'rgb',
      ...colour,
    },
  };

  it.each<[string, Partial<GridWarpArgs>]>([
    ['a grid of f16', { grid: dense([2, 5, 5, 8], 'f16') }],
    ['a grid for other crops', { grid: dense([3, 5, 5, 8]) }],
    ['a grid of one column', { grid: dense([2, 5, 1, 8]) }],
    ['a dense output', { output: dense([2, 8, 8, 3]) }],
    ['three channels of grey', { settings: { ...args.settings, channels: 'grey' } }],
  ])('refuse %s', (_name, wrong) => {
    expect(() => gridWarp({ ...args, ...wrong })).toThrow(
      expect.objectContaining({ code: 'shape-mismatch' }),
    );
  });
});
