import { imageShape, Tensor, type TensorSpec } from '../tensor/tensor.ts';
import { elementwiseTolerances } from '../testing/fixture.ts';
import { kernelTest } from '../testing/kernel-test.ts';
import { describe, expect, it } from '../testing/testing.ts';
import { batchNormCases, drawBatchNorm } from './batch-norm.cases.ts';
import { batchNormReference } from './batch-norm.reference.ts';
import { type BatchNormArgs, batchNorm } from './batch-norm.ts';

kernelTest('batchNorm', {
  cases: batchNormCases,
  draw: drawBatchNorm,
  run: async (f, kase) => {
    const { shape, epsilon = 1e-3, activation } = kase;
    const channels = imageShape(shape)[3];
    const perChannel = (low: number, high: number) =>
      f.weight([channels], {
        dtype: kase.stored,
        values: f.values(channels, low, high),
        changing: kase.changing,
      });
    const mean = perChannel(-1, 1);
    const variance = perChannel(0.5, 2);
    const scale = kase.scale ? perChannel(-2, 2) : undefined;
    const offset = kase.offset ? perChannel(-1, 1) : undefined;
    const input = f.input(shape, 'nhwc4');
    const output = f.output(shape, 'nhwc4');
    await f.run(
      batchNorm({
        mean,
        variance,
        scale,
        offset,
        epsilon,
        input: input.tensor,
        output,
        activation,
        live: f.live(kase.live),
      }),
    );
    const reference = batchNormReference({
      input: input.values,
      mean: mean.values,
      variance: variance.values,
      scale: scale?.values,
      offset: offset?.values,
      epsilon,
      activation,
    });
    await f.compareLive(output, reference, kase.live, elementwiseTolerances[f.real]);
  },
});

describe('batchNorm arguments', () => {
  const image: TensorSpec = { shape: [1, 8, 8, 4], dtype: 'f32', layout: 'nhwc4' };
  const args: BatchNormArgs = {
    input: new Tensor('input', image),
    output: new Tensor('output', image),
    mean: vector(4),
    variance: vector(4),
    epsilon: 1e-3,
  };
  const wrong: Readonly<Record<string, Partial<BatchNormArgs>>> = {
    'an input of whole numbers': { input: new Tensor('input', { ...image, dtype: 'u32' }) },
    'a dense input': { input: new Tensor('input', { ...image, layout: 'dense' }) },
    'an output of another size': {
      output: new Tensor('output', { ...image, shape: [1, 8, 8, 5] }),
    },
    'an output of another dtype': { output: new Tensor('output', { ...image, dtype: 'f16' }) },
    'a mean of another length': { mean: vector(5) },
    'a variance of another length': { variance: vector(3) },
    'a scale of another length': { scale: vector(1) },
    'an offset of another length': { offset: vector(8) },
  };
  for (const [name, change] of Object.entries(wrong)) {
    it(`rejects ${name}`, () => {
      const error = expect.objectContaining({ code: 'shape-mismatch' });
      expect(() => batchNorm({ ...args, ...change })).toThrow(error);
    });
  }

  it('are fine as they are', () => {
    expect(batchNorm(args)).toHaveLength(1);
  });
});

function vector(count: number) {
  return { tensor: new Tensor('vector', { shape: [count], dtype: 'f32', layout: 'dense' }) };
}
