import { elementCount, type Shape, Tensor, type TensorSpec } from '../tensor/tensor.ts';
import { kernelTest } from '../testing/kernel-test.ts';
import { describe, expect, it } from '../testing/testing.ts';
import { drawGridSample, gridSampleCases } from './grid-sample.cases.ts';
import { gridSampleReference } from './grid-sample.reference.ts';
import { type GridSampleArgs, gridSample } from './grid-sample.ts';

kernelTest('gridSample', {
  cases: gridSampleCases,
  draw: drawGridSample,
  draws: 12,
  run: async (f, { batch, from, to, channels, reach, live, ...attributes }) => {
    const inputShape: Shape = [batch, ...from, channels];
    const gridShape: Shape = [batch, ...to, 2];
    const input = f.input(inputShape, 'nhwc4');
    // Sixteenths, which no dtype rounds; a little off, so that none lies between two pixels.
    const values = f.values(elementCount(gridShape), -reach, reach);
    const grid = f.input(
      gridShape,
      'nhwc4',
      values.map((value) => Math.round(value * 16) / 16 + 1 / 128),
    );
    const output = f.output([batch, ...to, channels], 'nhwc4');
    const tensors = { input: input.tensor, grid: grid.tensor, output };
    await f.run(gridSample({ ...attributes, ...tensors, live: f.live(live) }));
    const reference = gridSampleReference({
      ...attributes,
      input: input.values,
      inputShape,
      grid: grid.values,
      gridShape,
    });
    await f.compareLive(output, reference, live);
  },
});

describe('gridSample arguments', () => {
  const image: TensorSpec = { shape: [1, 4, 5, 3], dtype: 'f32', layout: 'nhwc4' };
  const args: GridSampleArgs = {
    interpolation: 'bilinear',
    padding: 'zeros',
    alignCorners: false,
    input: new Tensor('input', image),
    grid: new Tensor('grid', { ...image, shape: [1, 2, 3, 2] }),
    output: new Tensor('output', { ...image, shape: [1, 2, 3, 3] }),
  };
  const wrong: Readonly<Record<string, Partial<GridSampleArgs>>> = {
    'an input of whole numbers': { input: new Tensor('input', { ...image, dtype: 'u32' }) },
    'an input without pixels': { input: new Tensor('input', { ...image, shape: [1, 0, 5, 3] }) },
    'a grid of another batch': { grid: new Tensor('grid', { ...image, shape: [2, 2, 3, 2] }) },
    'a grid of three coordinates': { grid: new Tensor('grid', { ...image, shape: [1, 2, 3, 3] }) },
    'an output of another size': { output: new Tensor('output', image) },
  };
  for (const [name, change] of Object.entries(wrong)) {
    it(`rejects ${name}`, () => {
      const error = expect.objectContaining({ code: 'shape-mismatch' });
      expect(() => gridSample({ ...args, ...change })).toThrow(error);
    });
  }

  it('are fine as they are', () => {
    expect(gridSample(args)).toHaveLength(1);
  });
});
