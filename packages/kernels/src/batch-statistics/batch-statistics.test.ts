import type { AdapterInfo } from '../device/adapter.ts';
import { elementCount, imageShape, Tensor, type TensorSpec } from '../tensor/tensor.ts';
import { kernelTest } from '../testing/kernel-test.ts';
import { describe, expect, it } from '../testing/testing.ts';
import { batchStatisticsCases, drawBatchStatistics } from './batch-statistics.cases.ts';
import { batchStatisticsReference } from './batch-statistics.reference.ts';
import { type BatchStatisticsArgs, batchStatistics } from './batch-statistics.ts';

kernelTest('batchStatistics', {
  cases: batchStatisticsCases,
  draw: drawBatchStatistics,
  draws: 12,
  reals: ['f32'],
  run: async (f, { shape, centre = 0 }) => {
    const channels = imageShape(shape)[3];
    // Mostly above 0: of a mean that cancels, the tolerance would be a share of next to nothing.
    const values = f.values(elementCount(shape), centre - 0.5, centre + 1);
    const input = f.input(shape, 'nhwc4', values);
    const mean = f.output([channels], 'dense');
    const variance = f.output([channels], 'dense');
    await f.run(batchStatistics(f.device, { input: input.tensor, mean, variance }));
    const reference = batchStatisticsReference(input.values, channels);
    await f.compare(mean, reference.mean);
    await f.compare(variance, reference.variance);
  },
});

describe('batchStatistics arguments', () => {
  const image: TensorSpec = { shape: [1, 8, 8, 4], dtype: 'f32', layout: 'nhwc4' };
  const vector: TensorSpec = { shape: [4], dtype: 'f32', layout: 'dense' };
  const target = { info: { software: false } as AdapterInfo };
  const args: BatchStatisticsArgs = {
    input: new Tensor('input', image),
    mean: new Tensor('mean', vector),
    variance: new Tensor('variance', vector),
  };
  const wrong: Readonly<Record<string, Partial<BatchStatisticsArgs>>> = {
    'an input of halves': { input: new Tensor('input', { ...image, dtype: 'f16' }) },
    'a dense input': { input: new Tensor('input', { ...image, layout: 'dense' }) },
    'a mean of another length': { mean: new Tensor('mean', { ...vector, shape: [5] }) },
    'a variance of halves': { variance: new Tensor('variance', { ...vector, dtype: 'f16' }) },
  };
  for (const [name, change] of Object.entries(wrong)) {
    it(`rejects ${name}`, () => {
      const error = expect.objectContaining({ code: 'shape-mismatch' });
      expect(() => batchStatistics(target, { ...args, ...change })).toThrow(error);
    });
  }
});
