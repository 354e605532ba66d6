import type { AdapterInfo } from '../device/adapter.ts';
import { activate, identity } from '../shader/activation.ts';
import { type Shape, Tensor, type TensorSpec } from '../tensor/tensor.ts';
import { noPadding } from '../tensor/window.ts';
import { kernelTest } from '../testing/kernel-test.ts';
import { describe, expect, it } from '../testing/testing.ts';
import { type ConvTranspose2dArgs, convTranspose2dShape } from './contract.ts';
import { convTranspose2dCases, drawConvTranspose2d } from './conv-transpose2d.cases.ts';
import { convTranspose2dReference } from './conv-transpose2d.reference.ts';
import {
  type ConvTranspose2dVariantName,
  convTranspose2d,
  convTranspose2dVariants,
} from './conv-transpose2d.ts';

kernelTest('convTranspose2d', {
  cases: convTranspose2dCases,
  draw: drawConvTranspose2d,
  draws: 12,
  run: async (f, kase) => {
    const { batch, size, channels, outputs, kernel, live, activation = identity } = kase;
    const { strides, dilations, padding, outputPadding, groups } = kase;
    const attributes = { strides, dilations, padding, outputPadding, groups };
    const inputShape: Shape = [batch, ...size, channels];
    const weightShape: Shape = [...kernel, channels / groups, outputs];
    const shape = convTranspose2dShape(inputShape, weightShape, attributes);
    const input = f.input(inputShape, 'nhwc4');
    const stored = { dtype: kase.stored, changing: kase.changing };
    const weight = f.weight(weightShape, stored);
    const bias = kase.bias ? f.weight([outputs], stored) : undefined;
    const reference = convTranspose2dReference({
      ...attributes,
      input: input.values,
      inputShape,
      weight: weight.values,
      weightShape,
      bias: bias?.values,
    }).map((value) => activate(activation, value));
    for (const name of Object.keys(convTranspose2dVariants) as ConvTranspose2dVariantName[]) {
      const output = f.output(shape, 'nhwc4');
      const tensors = { input: input.tensor, weight, bias, output };
      const args = { ...attributes, ...tensors, activation, live: f.live(live) };
      if (!convTranspose2dVariants[name].supports(f.device, args)) continue;
      await f.run(convTranspose2d(f.device, args, name));
      await f.compareLive(output, reference, live);
    }
  },
});

describe('convTranspose2d arguments', () => {
  const image: TensorSpec = { shape: [1, 4, 4, 4], dtype: 'f32', layout: 'nhwc4' };
  const output: TensorSpec = { ...image, shape: [1, 9, 9, 6] };
  const weightOf = (...shape: number[]) => {
    return { tensor: new Tensor('weight', { shape, dtype: 'f32', layout: 'dense' }) };
  };
  const args: ConvTranspose2dArgs = {
    input: new Tensor('input', image),
    weight: weightOf(3, 3, 4, 6),
    output: new Tensor('output', output),
    strides: [2, 2],
    dilations: [1, 1],
    padding: noPadding,
    outputPadding: [0, 0],
    groups: 1,
  };
  const target = { info: { subgroupSize: undefined } as AdapterInfo };
  const wrong: Readonly<Record<string, Partial<ConvTranspose2dArgs>>> = {
    'an input of whole numbers': { input: new Tensor('input', { ...image, dtype: 'u32' }) },
    'a dense input': { input: new Tensor('input', { ...image, layout: 'dense' }) },
    'weights of another rank': { weight: weightOf(3, 4, 6) },
    'weights of other channels': { weight: weightOf(3, 3, 5, 6) },
    'outputs that do not divide into groups': { groups: 4, weight: weightOf(3, 3, 1, 6) },
    'a bias of another length': { bias: weightOf(5) },
    'an output of another size': { output: new Tensor('output', image) },
    'a stride of 0': { strides: [0, 2] },
    'an output padding below 0': { outputPadding: [-1, 0] },
    'padding that leaves nothing': { padding: { ...noPadding, top: 12 } },
  };
  for (const [name, change] of Object.entries(wrong)) {
    it(`rejects ${name}`, () => {
      const error = expect.objectContaining({ code: 'shape-mismatch' });
      expect(() => convTranspose2d(target, { ...args, ...change })).toThrow(error);
    });
  }

  it('are fine as they are', () => {
    expect(convTranspose2d(target, args)).toHaveLength(1);
  });
});
