import { Tensor } from '../tensor/tensor.ts';
import { kernelTest } from '../testing/kernel-test.ts';
import { describe, expect, it } from '../testing/testing.ts';
import { drawImageNoise, imageNoiseCases } from './image-noise.cases.ts';
import { imageNoiseReference } from './image-noise.reference.ts';
import { imageNoise } from './image-noise.ts';

/** WGSL's cosine may be wrong by 2^-11, whatever its value. */
const tolerances = { f32: { relative: 1e-3 }, f16: { relative: 1e-2 } };

kernelTest('imageNoise', {
  cases: imageNoiseCases,
  draw: drawImageNoise,
  draws: 8,
  run: async (f, { size }) => {
    const [batch] = size;
    const shape = [...size, 3];
    const input = f.input(shape, 'nhwc4');
    const strengths = Array.from({ length: batch }, () => f.random.pick([0, 0.5, 3]));
    const words = Uint32Array.from({ length: batch }, () => f.random.integer(0, 2 ** 32 - 1));
    const deviations = f.input([batch], 'dense', strengths, 'f32').tensor;
    const seeds = f.input([batch], 'dense', words, 'u32').tensor;
    const output = f.output(shape, 'nhwc4');
    await f.run(imageNoise({ input: input.tensor, deviations, seeds, output }));
    const reference = imageNoiseReference(input.values, shape, strengths, words);
    f.compareValues(await f.read(output), reference, shape, tolerances[f.real]);
  },
});

describe('the noise', () => {
  const shape = [2, 64, 64, 3];
  const zeros = new Float64Array(2 * 64 * 64 * 3);

  it('is normal, and another one for another seed', () => {
    const noise = imageNoiseReference(zeros, shape, [1, 1], [1, 2]);
    const mean = noise.reduce((sum, value) => sum + value, 0) / noise.length;
    const variance = noise.reduce((sum, value) => sum + value ** 2, 0) / noise.length;
    const beyond = noise.filter((value) => Math.abs(value) > 1.96).length / noise.length;
    expect(mean).toBeCloseTo(0, 1);
    expect(variance).toBeCloseTo(1, 1);
    expect(beyond).toBeCloseTo(0.05, 2);
    const half = noise.length / 2;
    const product = noise
      .subarray(0, half)
      .reduce((sum, value, i) => sum + value * noise[half + i], 0);
    expect(product / half).toBeCloseTo(0, 1);
  });
});

describe('imageNoise arguments', () => {
  const image = new Tensor('image', { shape: [2, 4, 4, 3], dtype: 'f32', layout: 'nhwc4' });
  const grey = new Tensor('grey', { ...image, shape: [2, 4, 4, 1] });
  const each = (count: number, dtype: 'f32' | 'u32') =>
    new Tensor('each', { shape: [count], dtype, layout: 'dense' });
  const args = { input: image, deviations: each(2, 'f32'), seeds: each(2, 'u32'), output: image };

  it.each([
    ['grey images', { input: grey, output: grey }],
    ['seeds of other images', { seeds: each(3, 'u32') }],
    ['seeds of floats', { seeds: each(2, 'f32') }],
    ['deviations of other images', { deviations: each(1, 'f32') }],
  ])('refuse %s', (_, wrong) => {
    expect(() => imageNoise({ ...args, ...wrong })).toThrow(
      expect.objectContaining({ code: 'shape-mismatch' }),
    );
  });
});
