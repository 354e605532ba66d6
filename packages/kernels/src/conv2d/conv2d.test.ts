import type { AdapterInfo } from '../device/adapter.ts';
import { elementCount, type Shape, Tensor, type TensorSpec } from '../tensor/tensor.ts';
import { noPadding } from '../tensor/window.ts';
import type { KernelFixture } from '../testing/fixture.ts';
import { kernelTest } from '../testing/kernel-test.ts';
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
  const { values: weight, quantized } = drawWeight(f, weightShape, kase.quantized);
  const bias = kase.bias ? Float64Array.from(new Float32Array(f.values(outputs))) : undefined;
  const residual = kase.residual ? f.input(shape, 'nhwc4') : undefined;
  const output = f.output(shape, 'nhwc4');
  const args = {
    ...attributes,
    groups,
    activation,
    inputActivation,
    input: input.tensor,
    weight: { shape: weightShape, values: Float32Array.from(weight), quantized },
    bias: bias && Float32Array.from(bias),
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
    weight,
    weightShape,
    bias,
    residual: residual?.values,
  });
  await f.compareLive(output, reference, live);
}

/** Weights, rounded to the element type like any tensor, or as bytes. */
function drawWeight(f: KernelFixture, shape: Shape, range: Conv2dCase['quantized']) {
  if (!range) return { values: f.input(shape, 'dense').values };
  const channels = shape[3];
  const bytes = Uint8Array.from(f.values(elementCount(shape), 0, 256));
  const scale = f.values(channels, 0.5 / 255, 2 / 255);
  const minimum = scale.map((step) => step * 255 * range.minimum);
  const values = Float64Array.from(bytes, (byte, i) => {
    return byte * scale[i % channels] + minimum[i % channels];
  });
  return { values, quantized: { bytes, scale, minimum } };
}

describe('conv2d arguments', () => {
  const image: TensorSpec = { shape: [1, 8, 8, 4], dtype: 'f32', layout: 'nhwc4' };
  const args: Conv2dArgs = {
    input: new Tensor('input', image),
    weight: { shape: [3, 3, 4, 8], values: new Float32Array(3 * 3 * 4 * 8) },
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
    'weights for other channels': {
      weight: { shape: [3, 3, 2, 8], values: new Float32Array(144) },
    },
    'outputs that do not divide into groups': { groups: 3 },
    'a bias of another length': { bias: new Float32Array(4) },
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
    const weight = { shape: [3, 3, 2, 8], values: new Float32Array(144) };
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
