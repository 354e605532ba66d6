import { Tensor } from '../tensor/tensor.ts';
import { kernelTest } from '../testing/kernel-test.ts';
import { describe, expect, it } from '../testing/testing.ts';
import { drawJpegBlocks, jpegBlocksCases } from './jpeg-blocks.cases.ts';
import { jpegBlocksReference } from './jpeg-blocks.reference.ts';
import { jpegBlocks } from './jpeg-blocks.ts';
import { jpegStep } from './tables.ts';

kernelTest('jpegBlocks', {
  cases: jpegBlocksCases,
  draw: drawJpegBlocks,
  draws: 8,
  run: async (f, { height, width, steps: given }) => {
    const shape = [given.length, height, width, 3];
    // Numbers that no frequency is half way between two multiples for, as whole ones may be.
    const count = given.length * height * width * 3;
    const pixels = Array.from({ length: count }, () => f.random.uniform(0, 255));
    const input = f.input(shape, 'nhwc4', pixels);
    const steps = f.input([given.length], 'dense', given, 'f32');
    const output = f.output(shape, 'nhwc4');
    await f.run(jpegBlocks({ input: input.tensor, steps: steps.tensor, output }));
    await f.compare(output, jpegBlocksReference(input.values, shape, steps.values));
  },
});

describe('the reference', () => {
  const shape = [1, 8, 8, 3];
  const ramp = Float64Array.from({ length: 192 }, (_, i) => 40 + 2 * (Math.floor(i / 3) % 8));

  it('keeps what is plain, and loses the more, the lower the quality is', () => {
    const grey = new Float64Array(192).fill(128);
    expect(jpegBlocksReference(grey, shape, [jpegStep(10)])).toEqual(grey);
    const loss = (quality: number) => {
      const rounded = jpegBlocksReference(ramp, shape, [jpegStep(quality)]);
      return ramp.reduce((sum, value, i) => sum + (value - rounded[i]) ** 2, 0);
    };
    expect(loss(5)).toBeGreaterThan(loss(50));
    expect(loss(50)).toBeGreaterThan(loss(95));
  });
});

describe('jpegBlocks arguments', () => {
  const image = (channels: number) =>
    new Tensor('image', { shape: [2, 9, 9, channels], dtype: 'f32', layout: 'nhwc4' });
  const steps = (count: number) =>
    new Tensor('steps', { shape: [count], dtype: 'f32', layout: 'dense' });

  it.each([
    ['grey images', image(1), steps(2)],
    ['steps of other images', image(3), steps(1)],
  ])('refuse %s', (_, input, given) => {
    expect(() => jpegBlocks({ input, steps: given, output: input })).toThrow(
      expect.objectContaining({ code: 'shape-mismatch' }),
    );
  });
});
