import { batchNormReference } from '../batch-norm/batch-norm.reference.ts';
import { batchStatisticsReference } from '../batch-statistics/batch-statistics.reference.ts';
import type { AdapterInfo } from '../device/adapter.ts';
import { elementCount, imageShape, Tensor, type TensorSpec } from '../tensor/tensor.ts';
import { differenceFromSlope } from '../testing/central-differences.ts';
import { kernelTest } from '../testing/kernel-test.ts';
import { Random } from '../testing/random.ts';
import { describe, expect, it } from '../testing/testing.ts';
import { batchNormGradientCases, drawBatchNormGradient } from './batch-norm-gradient.cases.ts';
import { batchNormGradientReference } from './batch-norm-gradient.reference.ts';
import { type BatchNormGradientArgs, batchNormGradient } from './batch-norm-gradient.ts';

kernelTest('batchNormGradient', {
  cases: batchNormGradientCases,
  draw: drawBatchNormGradient,
  draws: 12,
  reals: ['f32'],
  run: async (f, { shape, scale: hasScale, affine = true, epsilon = 1e-3 }) => {
    const channels = imageShape(shape)[3];
    // Gradients that don't cancel: the tolerance would be a share of next to nothing.
    const input = f.input(shape, 'nhwc4');
    const outputGradient = f.input(shape, 'nhwc4', f.values(elementCount(shape), -0.5, 1));
    const statistics = batchStatisticsReference(input.values, channels);
    const mean = f.input([channels], 'dense', statistics.mean);
    const variance = f.input([channels], 'dense', statistics.variance);
    const scale = hasScale ? f.input([channels], 'dense', f.values(channels, 0.5, 2)) : undefined;
    const inputGradient = f.output(shape, 'nhwc4');
    const scaleGradient = affine ? f.output([channels], 'dense') : undefined;
    const offsetGradient = affine ? f.output([channels], 'dense') : undefined;
    await f.run(
      batchNormGradient(f.device, {
        input: input.tensor,
        outputGradient: outputGradient.tensor,
        mean: mean.tensor,
        variance: variance.tensor,
        scale: scale?.tensor,
        epsilon,
        inputGradient,
        scaleGradient,
        offsetGradient,
      }),
    );
    const reference = batchNormGradientReference({
      input: input.values,
      outputGradient: outputGradient.values,
      mean: mean.values,
      variance: variance.values,
      scale: scale?.values,
      epsilon,
    });
    await f.compare(inputGradient, reference.inputGradient);
    if (scaleGradient) await f.compare(scaleGradient, reference.scaleGradient, productSums);
    if (offsetGradient) await f.compare(offsetGradient, reference.offsetGradient);
  },
});

/** Sums of products that are centred cancel, down to a small share of what was added up. */
const productSums = { relative: 5e-5 };

describe('batchNormGradientReference', () => {
  const random = new Random(5);
  for (const shape of [
    [2, 3, 2, 3],
    [5, 1, 1, 7],
    [1, 5, 7, 1],
  ]) {
    const channels = shape[3];
    const input = random.values(elementCount(shape));
    const [scale, offset] = [random.values(channels), random.values(channels)];
    const outputGradient = random.values(input.length);
    const epsilon = 0.01;
    const forward = (change: {
      input?: Float64Array;
      scale?: Float64Array;
      offset?: Float64Array;
    }) => {
      const args = { input, scale, offset, ...change };
      const statistics = batchStatisticsReference(args.input, channels);
      return batchNormReference({ ...args, ...statistics, epsilon });
    };
    const statistics = batchStatisticsReference(input, channels);
    const gradients = batchNormGradientReference({
      input,
      outputGradient,
      ...statistics,
      scale,
      epsilon,
    });
    for (const [name, at, gradient] of [
      ['input', input, gradients.inputGradient],
      ['scale', scale, gradients.scaleGradient],
      ['offset', offset, gradients.offsetGradient],
    ] as const) {
      it(`is the slope by the ${name}, [${shape}]`, () => {
        const of = (values: Float64Array) => forward({ [name]: values });
        expect(differenceFromSlope({ of, at, outputGradient, gradient })).toBeUndefined();
      });
    }
  }
});

describe('batchNormGradient arguments', () => {
  const image: TensorSpec = { shape: [1, 8, 8, 4], dtype: 'f32', layout: 'nhwc4' };
  const vector: TensorSpec = { shape: [4], dtype: 'f32', layout: 'dense' };
  const target = { info: { software: false } as AdapterInfo };
  const wide = new Tensor('wide', { ...vector, shape: [5] });
  const args: BatchNormGradientArgs = {
    input: new Tensor('input', image),
    outputGradient: new Tensor('output gradient', image),
    mean: new Tensor('mean', vector),
    variance: new Tensor('variance', vector),
    epsilon: 1e-3,
    inputGradient: new Tensor('input gradient', image),
  };
  const wrong: Readonly<Record<string, Partial<BatchNormGradientArgs>>> = {
    'an input of halves': { input: new Tensor('input', { ...image, dtype: 'f16' }) },
    'a dense input': { input: new Tensor('input', { ...image, layout: 'dense' }) },
    'an output gradient of another size': {
      outputGradient: new Tensor('output gradient', { ...image, shape: [1, 8, 7, 4] }),
    },
    'a mean of another length': { mean: wide },
    'a scale of another length': { scale: wide },
    'an offset gradient of another length': { offsetGradient: wide },
  };
  for (const [name, change] of Object.entries(wrong)) {
    it(`rejects ${name}`, () => {
      const error = expect.objectContaining({ code: 'shape-mismatch' });
      expect(() => batchNormGradient(target, { ...args, ...change })).toThrow(error);
    });
  }

  it('are fine as they are', () => {
    expect(batchNormGradient(target, args)).toHaveLength(3);
  });
});
