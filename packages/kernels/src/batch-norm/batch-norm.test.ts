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
      Float32Array.from(f.values(channels, low, high));
    const statistics = {
      mean: perChannel(-1, 1),
      variance: perChannel(0.5, 2),
      scale: kase.scale ? perChannel(-2, 2) : undefined,
      offset: kase.offset ? perChannel(-1, 1) : undefined,
      epsilon,
    };
    const input = f.input(shape, 'nhwc4');
    const output = f.output(shape, 'nhwc4');
    await f.run(
      batchNorm({
        ...statistics,
        input: input.tensor,
        output,
        activation,
        live: f.live(kase.live),
      }),
    );
    const reference = batchNormReference({ ...statistics, input: input.values, activation });
    await f.compareLive(output, reference, kase.live, elementwiseTolerances[f.real]);
  },
});

describe('batchNorm arguments', () => {
  const image: TensorSpec = { shape: [1, 8, 8, 4], dtype: 'f32', layout: 'nhwc4' };
  const args: BatchNormArgs = {
    input: new Tensor('input', image),
    output: new Tensor('output', image),
    mean: new Float32Array(4),
    variance: new Float32Array(4),
    epsilon: 1e-3,
  };
  const wrong: Readonly<Record<string, Partial<BatchNormArgs>>> = {
    'an input of whole numbers': { input: new Tensor('input', { ...image, dtype: 'u32' }) },
    'a dense input': { input: new Tensor('input', { ...image, layout: 'dense' }) },
    'an output of another size': {
      output: new Tensor('output', { ...image, shape: [1, 8, 8, 5] }),
    },
    'an output of another dtype': { output: new Tensor('output', { ...image, dtype: 'f16' }) },
    'a mean of another length': { mean: new Float32Array(5) },
    'a variance of another length': { variance: new Float32Array(3) },
    'a scale of another length': { scale: new Float32Array(1) },
    'an offset of another length': { offset: new Float32Array(8) },
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
