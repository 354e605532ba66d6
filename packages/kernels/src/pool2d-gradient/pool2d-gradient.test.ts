import { drawPool2d, type Pool2dCase, pool2dCases } from '../pool2d/pool2d.cases.ts';
import { pool2dReference } from '../pool2d/pool2d.reference.ts';
import { pool2dShape } from '../pool2d/pool2d.ts';
import { elementCount, type Shape, Tensor, type TensorSpec } from '../tensor/tensor.ts';
import { noPadding } from '../tensor/window.ts';
import { differenceFromSlope } from '../testing/central-differences.ts';
import { elementwiseTolerances, type KernelFixture } from '../testing/fixture.ts';
import { kernelTest } from '../testing/kernel-test.ts';
import { Random } from '../testing/random.ts';
import { describe, expect, it } from '../testing/testing.ts';
import { averagePoolGradient } from './average.ts';
import { type MaxPoolGradientArgs, maxPoolGradient } from './max.ts';
import { pool2dGradientReference } from './pool2d-gradient.reference.ts';

type Kind = 'average' | 'max';

/** The poolings' own cases, each once: all images of a batch have gradients. */
const cases = pool2dCases.filter(({ live, p }) => live === undefined && p === undefined);
const ties: Pool2dCase = {
  name: 'ties',
  batch: 2,
  size: [9, 11],
  channels: 5,
  kernel: [3, 3],
  strides: [2, 2],
  padding: { top: 1, bottom: 1, left: 1, right: 1 },
};

for (const kind of ['average', 'max'] as const) {
  kernelTest(`${kind}PoolGradient`, {
    cases: kind === 'max' ? [...cases, ties] : cases,
    draw: drawPool2d,
    draws: 12,
    reals: ['f32'],
    run: (f, kase) => runCase(f, kase, kind),
  });
}

async function runCase(f: KernelFixture, kase: Pool2dCase, kind: Kind) {
  const { batch, size, channels, ...attributes } = kase;
  const inputShape: Shape = [batch, ...size, channels];
  const drawn = f.values(elementCount(inputShape), -2, 2);
  const input = f.input(inputShape, 'nhwc4', kase === ties ? drawn.map(Math.round) : drawn);
  const outputGradient = f.input(pool2dShape(inputShape, attributes), 'nhwc4');
  const output = f.output(inputShape, 'nhwc4');
  const args = { ...attributes, outputGradient: outputGradient.tensor, output };
  await f.run(
    kind === 'max' ? maxPoolGradient({ ...args, input: input.tensor }) : averagePoolGradient(args),
  );
  const reference = pool2dGradientReference({
    ...attributes,
    kind,
    input: input.values,
    inputShape,
    outputGradient: outputGradient.values,
  });
  await f.compare(output, reference, elementwiseTolerances.f32);
}

describe('pool2dGradientReference', () => {
  const random = new Random(3);
  const drawn = Array.from({ length: 20 }, () => drawPool2d(random));
  const inputShapeOf = ({ batch, size, channels }: Pool2dCase) => [batch, ...size, channels];
  const small = [...cases, ...drawn].filter((kase) => elementCount(inputShapeOf(kase)) < 250);
  for (const kind of ['average', 'max'] as const) {
    it.each(small)(`is the slope of ${kind}, $name`, (kase) => {
      const inputShape = inputShapeOf(kase);
      const shared = { ...kase, kind, inputShape };
      // Values that lie further apart than the step: a maximum has a kink where two are equal.
      const count = elementCount(inputShape);
      const at = Float64Array.from(
        { length: count },
        (_, i) => ((i * 7919) % 257) + random.uniform(0, 0.5),
      );
      const outputs = elementCount(pool2dShape(inputShape, kase));
      const outputGradient = random.values(outputs);
      const gradient = pool2dGradientReference({ ...shared, input: at, outputGradient });
      const of = (input: Float64Array) => pool2dReference({ ...shared, input });
      expect(differenceFromSlope({ of, at, outputGradient, gradient })).toBeUndefined();
    });
  }
});

describe('maxPoolGradient arguments', () => {
  const image: TensorSpec = { shape: [1, 8, 8, 4], dtype: 'f32', layout: 'nhwc4' };
  const pooled: TensorSpec = { ...image, shape: [1, 4, 4, 4] };
  const args: MaxPoolGradientArgs = {
    input: new Tensor('input', image),
    outputGradient: new Tensor('output gradient', pooled),
    output: new Tensor('output', image),
    kernel: [2, 2],
    strides: [2, 2],
    padding: noPadding,
  };
  const wrong: Readonly<Record<string, Partial<MaxPoolGradientArgs>>> = {
    'an input of another size': { input: new Tensor('input', pooled) },
    'a gradient of another size': { outputGradient: new Tensor('output gradient', image) },
    'an output of halves': { output: new Tensor('output', { ...image, dtype: 'f16' }) },
    'a dense output': { output: new Tensor('output', { ...image, layout: 'dense' }) },
    'an empty window': { kernel: [0, 2] },
  };
  for (const [name, change] of Object.entries(wrong)) {
    it(`rejects ${name}`, () => {
      const error = expect.objectContaining({ code: 'shape-mismatch' });
      expect(() => maxPoolGradient({ ...args, ...change })).toThrow(error);
    });
  }

  it('are fine as they are', () => {
    expect(maxPoolGradient(args)).toHaveLength(2);
  });
});
