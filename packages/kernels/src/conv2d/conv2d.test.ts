import type { AdapterInfo } from '../device/adapter.ts';
import { elementCount, type Shape, Tensor, type TensorSpec } from '../tensor/tensor.ts';
import { noPadding } from '../tensor/window.ts';
import type { KernelFixture, StoredWeight } from '../testing/fixture.ts';
import { gpuTest, kernelTest } from '../testing/kernel-test.ts';
import { describe, expect, it } from '../testing/testing.ts';
import { type Conv2dArgs, conv2dShape } from './contract.ts';
import { type Conv2dCase, conv2dCases, drawConv2d } from './conv2d.cases.ts';
import { conv2dReference } from './conv2d.reference.ts';
import { type Conv2dVariantName, conv2d, conv2dVariants } from './conv2d.ts';

for (const variant of Object.keys(conv2dVariants) as Conv2dVariantName[]) {
  kernelTest(`conv2d ${variant}`, {
    cases: conv2dCases.filter((kase) => applies(variant, kase)),
    draw: (random) => drawConv2d(random, (kase) => applies(variant, kase)),
    run: (fixture, kase) => runCase(fixture, kase, variant),
  });
}

/** Which rows of the table a variant is made for. */
function applies(variant: Conv2dVariantName, kase: Conv2dCase): boolean {
  const { groups, channels, outputs, kernel, strides, dilations } = kase;
  const isDepthwise = groups === channels && groups === outputs;
  if (variant === 'depthwise') return isDepthwise;
  if (variant === 'depthwise3x3') {
    const isDense = strides[0] === strides[1] && strides[0] <= 2 && Math.max(...dilations) === 1;
    return isDepthwise && isDense && !kase.residual && kernel.every((size) => size === 3);
  }
  return variant === 'grouped' || groups === 1;
}

async function runCase(f: KernelFixture, kase: Conv2dCase, variant: Conv2dVariantName) {
  const { batch, channels, outputs, groups, live, activation, inputActivation, ...attributes } =
    kase;
  const inputShape: Shape = [batch, ...kase.size, channels];
  const weightShape: Shape = [...kase.kernel, channels / groups, outputs];
  const shape = conv2dShape(inputShape, weightShape, attributes);
  const input = f.input(inputShape, 'nhwc4');
  const weight = drawWeight(f, weightShape, kase);
  const bias = kase.bias
    ? f.weight([outputs], { dtype: kase.stored ?? 'f32', changing: kase.changing })
    : undefined;
  const residual = kase.residual ? f.input(shape, 'nhwc4') : undefined;
  const slopes = kase.slopes
    ? f.weight([outputs], { dtype: kase.stored ?? 'f32', changing: kase.changing })
    : undefined;
  const output = f.output(shape, 'nhwc4');
  const args = {
    ...attributes,
    groups,
    activation,
    slopes,
    inputActivation,
    input: input.tensor,
    weight,
    bias,
    residual: residual?.tensor,
    output,
    live: f.live(live),
  };
  if (!conv2dVariants[variant].supports(f.device, args)) {
    f.skip(`${variant} is for software adapters with subgroups of another size`);
  }
  await f.run(conv2d(f.device, args, variant));
  const reference = conv2dReference({
    ...attributes,
    groups,
    activation,
    inputActivation,
    input: input.values,
    inputShape,
    weight: weight.values,
    weightShape,
    bias: bias?.values,
    residual: residual?.values,
    slopes: slopes?.values,
  });
  await f.compareLive(output, reference, live);
}

/** Weights in the element type of the test like any tensor, or stored in another way. */
function drawWeight(f: KernelFixture, shape: Shape, kase: Conv2dCase): StoredWeight {
  const { quantized, scaled, changing } = kase;
  const channels = shape[3];
  if (!quantized) {
    const scale = f.values(channels, 0.5, 2);
    const affine = scaled ? { scale, offset: new Float64Array(channels) } : undefined;
    return f.weight(shape, { dtype: kase.stored, affine, changing });
  }
  const scale = f.values(channels, 0.5 / 255, 2 / 255);
  const offset = scale.map((step) => step * 255 * quantized.minimum);
  const values = f.values(elementCount(shape), 0, 256).map(Math.floor);
  return f.weight(shape, { dtype: 'u8', values, affine: { scale, offset }, changing });
}

for (const [name, layer] of Object.entries({
  conv2d: { input: [1, 3, 3, 6], weight: [3, 3, 6, 10] },
  'conv2d, depthwise': { input: [1, 3, 3, 6], weight: [3, 3, 1, 6] },
})) {
  gpuTest(`${name} by weights that were written between runs`, async (f) => {
    const [, , , channels] = layer.input;
    const outputs = layer.weight[3];
    const groups = layer.weight[2] === channels ? 1 : channels;
    const attributes = { strides: [1, 1], dilations: [1, 1], padding: noPadding, groups } as const;
    const input = f.input(layer.input, 'nhwc4');
    const weight = f.weight(layer.weight, { changing: true });
    const bias = f.weight([outputs], { changing: true });
    const output = f.output([1, 1, 1, outputs], 'nhwc4');
    const args = { ...attributes, input: input.tensor, weight, bias, output };
    const recording = await f.record(conv2d(f.device, args));
    for (const round of [0, 1, 2]) {
      const values = {
        weight: round === 0 ? weight.values : f.rewrite(weight.tensor),
        bias: round === 0 ? bias.values : f.rewrite(bias.tensor),
      };
      recording.run();
      const reference = conv2dReference({
        ...attributes,
        ...values,
        input: input.values,
        inputShape: layer.input,
        weightShape: layer.weight,
      });
      await f.compare(output, reference);
    }
    recording.dispose();
  });
}

describe('conv2d arguments', () => {
  const image: TensorSpec = { shape: [1, 8, 8, 4], dtype: 'f32', layout: 'nhwc4' };
  const args: Conv2dArgs = {
    input: new Tensor('input', image),
    weight: weightOf([3, 3, 4, 8]),
    output: new Tensor('output', { ...image, shape: [1, 6, 6, 8] }),
    strides: [1, 1],
    dilations: [1, 1],
    padding: noPadding,
    groups: 1,
  };
  const target = {
    info: { subgroupSize: undefined } as AdapterInfo,
  };
  const wrong: Readonly<Record<string, Partial<Conv2dArgs>>> = {
    'an input of whole numbers': { input: new Tensor('input', { ...image, dtype: 'u32' }) },
    'a dense input': { input: new Tensor('input', { ...image, layout: 'dense' }) },
    'weights for other channels': { weight: weightOf([3, 3, 2, 8]) },
    'weights of three axes': { weight: weightOf([9, 4, 8]) },
    'weights of whole numbers': { weight: weightOf([3, 3, 4, 8], { dtype: 'i32' }) },
    'weights that are an image': { weight: weightOf([3, 3, 4, 8], { layout: 'nhwc4' }) },
    'an affine for other channels': {
      weight: {
        ...weightOf([3, 3, 4, 8]),
        affine: { scale: new Float64Array(8), offset: new Float64Array(4) },
      },
    },
    'outputs that do not divide into groups': { groups: 3 },
    'a bias of another length': { bias: weightOf([4]) },
    'slopes of another length': { slopes: weightOf([4]) },
    'a stride of 0': { strides: [0, 1] },
    'an output of another size': { output: new Tensor('output', image) },
    'a residual of another size': { residual: new Tensor('residual', image) },
  };
  for (const [name, change] of Object.entries(wrong)) {
    it(`rejects ${name}`, () => {
      const error = expect.objectContaining({ code: 'shape-mismatch' });
      expect(() => conv2d(target, { ...args, ...change })).toThrow(error);
    });
  }

  it('says how many groups would fit', () => {
    const weight = weightOf([3, 3, 2, 8]);
    const error = expect.objectContaining({
      message: 'conv2d: weight dim 2 is 2, input has 4 channels in 1 group(s)',
      fix: 'Set groups to 2?',
    });
    expect(() => conv2d(target, { ...args, weight })).toThrow(error);
  });

  it('are fine as they are', () => {
    expect(conv2d(target, args)).toHaveLength(1);
  });
});

function weightOf(shape: Shape, spec: Partial<TensorSpec> = {}) {
  return { tensor: new Tensor('weight', { shape, dtype: 'f32', layout: 'dense', ...spec }) };
}
