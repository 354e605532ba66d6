import { elementCount, type Shape } from '../tensor/tensor.ts';
import type { KernelFixture } from '../testing/fixture.ts';
import { kernelTest } from '../testing/kernel-test.ts';
import { type Conv2dCase, conv2dCases, drawConv2d } from './conv2d.cases.ts';
import { conv2dReference } from './conv2d.reference.ts';
import { type Conv2dVariantName, conv2d, conv2dShape, conv2dVariants } from './conv2d.ts';

for (const variant of Object.keys(conv2dVariants) as Conv2dVariantName[]) {
  kernelTest(`conv2d ${variant}`, {
    cases: conv2dCases.filter((kase) => applies(variant, kase)),
    draw: (random) => drawConv2d(random, (kase) => applies(variant, kase)),
    run: (fixture, kase) => runCase(fixture, kase, variant),
  });
}

/** Which rows of the table a variant is made for. */
function applies(variant: Conv2dVariantName, { groups, channels, outputs }: Conv2dCase): boolean {
  if (variant === 'depthwise') return groups === channels && groups === outputs;
  return variant === 'grouped' || groups === 1;
}

async function runCase(f: KernelFixture, kase: Conv2dCase, variant: Conv2dVariantName) {
  const { batch, channels, outputs, groups, live, activation, ...attributes } = kase;
  const inputShape: Shape = [batch, ...kase.size, channels];
  const weightShape: Shape = [...kase.kernel, channels / groups, outputs];
  const shape = conv2dShape(inputShape, weightShape, attributes);
  const input = f.input(inputShape, 'nhwc4');
  // Weights and bias are rounded to the element type like any tensor.
  const weight = f.input(weightShape, 'dense').values;
  const bias = kase.bias ? Float64Array.from(new Float32Array(f.values(outputs))) : undefined;
  const residual = kase.residual ? f.input(shape, 'nhwc4') : undefined;
  const output = f.output(shape, 'nhwc4');
  const args = {
    ...attributes,
    groups,
    activation,
    input: input.tensor,
    weight: { shape: weightShape, values: Float32Array.from(weight) },
    bias: bias && Float32Array.from(bias),
    residual: residual?.tensor,
    output,
    live: live === undefined ? undefined : f.input([1], 'dense', [live], 'u32').tensor,
  };
  if (!conv2dVariants[variant].supports(f.device, args)) {
    f.skip('the adapter lacks subgroups of 4 or 8 invocations');
  }
  await f.run(conv2d(f.device, args, variant));
  const reference = conv2dReference({
    ...attributes,
    groups,
    activation,
    input: input.values,
    inputShape,
    weight,
    weightShape,
    bias,
    residual: residual?.values,
  });
  if (live === undefined) {
    await f.compare(output, reference);
    return;
  }
  // Images beyond the live batch are nobody's business.
  const got = await f.read(output);
  const count = live * elementCount(shape.slice(1));
  f.compareValues(got.subarray(0, count), reference.subarray(0, count), [live, ...shape.slice(1)]);
}
