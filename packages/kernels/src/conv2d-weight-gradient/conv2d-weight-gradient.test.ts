import { conv2dShape } from '../conv2d/contract.ts';
import { conv2dReference } from '../conv2d/conv2d.reference.ts';
import type { AdapterInfo } from '../device/adapter.ts';
import { elementCount, type Shape, Tensor, type TensorSpec } from '../tensor/tensor.ts';
import { noPadding } from '../tensor/window.ts';
import { differenceFromSlope } from '../testing/central-differences.ts';
import { gpuTest, kernelTest } from '../testing/kernel-test.ts';
import { Random } from '../testing/random.ts';
import { describe, expect, it } from '../testing/testing.ts';
import type { Conv2dWeightGradientArgs } from './contract.ts';
import {
  type Conv2dWeightGradientCase,
  conv2dWeightGradientCases,
  drawConv2dWeightGradient,
} from './conv2d-weight-gradient.cases.ts';
import { conv2dWeightGradientReference } from './conv2d-weight-gradient.reference.ts';
import {
  type Conv2dWeightGradientVariantName,
  conv2dWeightGradient,
  conv2dWeightGradientVariants,
} from './conv2d-weight-gradient.ts';

/** The shapes of a case. */
function shapesOf(kase: Conv2dWeightGradientCase) {
  const { batch, size, channels, outputs, kernel, groups } = kase;
  const input: Shape = [batch, ...size, channels];
  const weight: Shape = [...kernel, channels / groups, outputs];
  return { input, weight, output: conv2dShape(input, weight, kase) };
}

kernelTest('conv2dWeightGradient', {
  cases: conv2dWeightGradientCases,
  draw: drawConv2dWeightGradient,
  reals: ['f32'],
  run: async (f, kase) => {
    const shapes = shapesOf(kase);
    const input = f.input(shapes.input, 'nhwc4');
    const outputGradient = f.input(shapes.output, 'nhwc4');
    const { strides, dilations, padding, groups } = kase;
    const attributes = { strides, dilations, padding, groups };
    const reference = conv2dWeightGradientReference({
      ...attributes,
      input: input.values,
      inputShape: shapes.input,
      outputGradient: outputGradient.values,
      weightShape: shapes.weight,
    });
    const names = Object.keys(conv2dWeightGradientVariants) as Conv2dWeightGradientVariantName[];
    for (const name of names) {
      const output = f.output(shapes.weight, 'dense');
      const tensors = { input: input.tensor, outputGradient: outputGradient.tensor, output };
      const args = { ...attributes, ...tensors };
      if (!conv2dWeightGradientVariants[name].supports(f.device, args)) continue;
      await f.run(conv2dWeightGradient(f.device, args, name));
      await f.compare(output, reference);
    }
  },
});

gpuTest('conv2dWeightGradient gives the same bits each time', async (f) => {
  const input = f.input([9, 17, 19, 5], 'nhwc4').tensor;
  const outputGradient = f.input([9, 15, 17, 6], 'nhwc4').tensor;
  const attributes = { strides: [1, 1], dilations: [1, 1], padding: noPadding, groups: 1 } as const;
  const results: Float64Array[] = [];
  for (let round = 0; round < 3; round++) {
    const output = f.output([3, 3, 5, 6], 'dense');
    await f.run(conv2dWeightGradient(f.device, { ...attributes, input, outputGradient, output }));
    results.push(await f.read(output));
  }
  expect(results[1]).toEqual(results[0]);
  expect(results[2]).toEqual(results[0]);
});

describe('conv2dWeightGradientReference', () => {
  const random = new Random(11);
  const isSmall = (kase: Conv2dWeightGradientCase) => elementCount(shapesOf(kase).weight) < 200;
  const drawn = Array.from({ length: 40 }, () => drawConv2dWeightGradient(random));
  for (const kase of [...conv2dWeightGradientCases, ...drawn].filter(isSmall)) {
    it(`is the slope of ${kase.name}`, () => {
      const shapes = shapesOf(kase);
      const { strides, dilations, padding, groups } = kase;
      const shared = {
        strides,
        dilations,
        padding,
        groups,
        input: random.values(elementCount(shapes.input)),
        inputShape: shapes.input,
        weightShape: shapes.weight,
      };
      const outputGradient = random.values(elementCount(shapes.output));
      const of = (weight: Float64Array) => conv2dReference({ ...shared, weight });
      const at = random.values(elementCount(shapes.weight));
      const gradient = conv2dWeightGradientReference({ ...shared, outputGradient });
      expect(differenceFromSlope({ of, at, outputGradient, gradient })).toBeUndefined();
    });
  }
});

describe('conv2dWeightGradient arguments', () => {
  const image: TensorSpec = { shape: [1, 8, 8, 4], dtype: 'f32', layout: 'nhwc4' };
  const weight: TensorSpec = { shape: [3, 3, 4, 8], dtype: 'f32', layout: 'dense' };
  const input = (change: Partial<TensorSpec> = {}) => new Tensor('input', { ...image, ...change });
  const output = (change: Partial<TensorSpec> = {}) =>
    new Tensor('output', { ...weight, ...change });
  const args: Conv2dWeightGradientArgs = {
    input: input(),
    outputGradient: input({ shape: [1, 6, 6, 8] }),
    output: output(),
    strides: [1, 1],
    dilations: [1, 1],
    padding: noPadding,
    groups: 1,
  };
  const target = { info: { software: false, subgroupSize: undefined } as AdapterInfo };
  const wrong: Readonly<Record<string, Partial<Conv2dWeightGradientArgs>>> = {
    'an input of halves': { input: input({ dtype: 'f16' }) },
    'a dense input': { input: input({ layout: 'dense' }) },
    'an output for other channels': { output: output({ shape: [3, 3, 3, 8] }) },
    'an output of three axes': { output: output({ shape: [9, 4, 8] }) },
    'an output that is an image': { output: output({ layout: 'nhwc4' }) },
    'outputs that do not divide into groups': {
      groups: 4,
      output: output({ shape: [3, 3, 1, 6] }),
    },
    'a stride of 0': { strides: [0, 1] },
    'an output gradient of another size': { outputGradient: input() },
    'an output gradient of other channels': { outputGradient: input({ shape: [1, 6, 6, 7] }) },
  };
  for (const [name, change] of Object.entries(wrong)) {
    it(`rejects ${name}`, () => {
      const error = expect.objectContaining({ code: 'shape-mismatch' });
      expect(() => conv2dWeightGradient(target, { ...args, ...change })).toThrow(error);
    });
  }

  it('are fine as they are', () => {
    expect(conv2dWeightGradient(target, args)).toHaveLength(2);
  });
});
