import { Tensor } from '../tensor/tensor.ts';
import { kernelTest } from '../testing/kernel-test.ts';
import { describe, expect, it } from '../testing/testing.ts';
import { drawImageBlur, imageBlurCases } from './image-blur.cases.ts';
import { imageBlurReference } from './image-blur.reference.ts';
import { imageBlur } from './image-blur.ts';

kernelTest('imageBlur', {
  cases: imageBlurCases,
  draw: drawImageBlur,
  draws: 12,
  run: async (f, { shape, deviations }) => {
    const input = f.input(shape, 'nhwc4');
    const widths = f.input([deviations.length], 'dense', deviations, 'f32');
    const output = f.output(shape, 'nhwc4');
    await f.run(imageBlur({ input: input.tensor, deviations: widths.tensor, output }));
    await f.compare(output, imageBlurReference(input.values, shape, widths.values));
  },
});

describe('imageBlur arguments', () => {
  const image = (...shape: number[]) =>
    new Tensor('image', { shape, dtype: 'f32', layout: 'nhwc4' });
  const deviations = new Tensor('deviations', { shape: [2], dtype: 'f32', layout: 'dense' });

  it.each([
    ['more channels', image(2, 4, 4, 5), image(2, 4, 4, 5)],
    ['another output', image(2, 4, 4, 3), image(2, 4, 5, 3)],
    ['deviations of other images', image(3, 4, 4, 3), image(3, 4, 4, 3)],
  ])('refuse %s', (_, input, output) => {
    expect(() => imageBlur({ input, deviations, output })).toThrow(
      expect.objectContaining({ code: 'shape-mismatch' }),
    );
  });
});
