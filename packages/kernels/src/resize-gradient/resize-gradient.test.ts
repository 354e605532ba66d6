import { drawResize, type ResizeCase, resizeCases } from '../resize/resize.cases.ts';
import { resizeReference } from '../resize/resize.reference.ts';
import { elementCount, Tensor, type TensorSpec } from '../tensor/tensor.ts';
import { differenceFromSlope } from '../testing/central-differences.ts';
import { kernelTest } from '../testing/kernel-test.ts';
import { Random } from '../testing/random.ts';
import { describe, expect, it } from '../testing/testing.ts';
import { resizeGradientReference } from './resize-gradient.reference.ts';
import { type ResizeGradientArgs, resizeGradient } from './resize-gradient.ts';

const interpolations = ['bicubic', 'bilinear', 'nearest'] as const;
/** The resizes' own cases, each once: all images of a batch have gradients. */
const cases = resizeCases.filter(({ live }) => live === undefined);

function shapesOf({ batch, from, to, channels }: ResizeCase) {
  return { inputShape: [batch, ...from, channels], outputShape: [batch, ...to, channels] };
}

for (const interpolation of interpolations) {
  kernelTest(`resizeGradient ${interpolation}`, {
    cases,
    draw: drawResize,
    draws: 8,
    reals: ['f32'],
    run: async (f, kase) => {
      const { inputShape, outputShape } = shapesOf(kase);
      const outputGradient = f.input(outputShape, 'nhwc4');
      const output = f.output(inputShape, 'nhwc4');
      const args = { ...kase, interpolation };
      await f.run(resizeGradient({ ...args, outputGradient: outputGradient.tensor, output }));
      const { values } = outputGradient;
      const shapes = { inputShape, outputShape };
      await f.compare(
        output,
        resizeGradientReference({ ...args, ...shapes, outputGradient: values }),
      );
    },
  });
}

describe('resizeGradientReference', () => {
  const random = new Random(23);
  const drawn = Array.from({ length: 20 }, () => drawResize(random));
  const isSmall = (kase: ResizeCase) => {
    const { inputShape, outputShape } = shapesOf(kase);
    return elementCount(inputShape) * elementCount(outputShape) < 40_000;
  };
  for (const interpolation of interpolations) {
    it.each([...cases, ...drawn].filter(isSmall))(
      `is the slope of ${interpolation}, $name`,
      (kase) => {
        const args = { ...kase, interpolation, ...shapesOf(kase) };
        const at = random.values(elementCount(args.inputShape));
        const outputGradient = random.values(elementCount(args.outputShape));
        const of = (input: Float64Array) => resizeReference({ ...args, input });
        const gradient = resizeGradientReference({ ...args, outputGradient });
        expect(differenceFromSlope({ of, at, outputGradient, gradient })).toBeUndefined();
      },
    );
  }
});

describe('resizeGradient arguments', () => {
  const small: TensorSpec = { shape: [1, 4, 4, 3], dtype: 'f32', layout: 'nhwc4' };
  const large: TensorSpec = { ...small, shape: [1, 8, 8, 3] };
  const args: ResizeGradientArgs = {
    interpolation: 'bilinear',
    coordinates: 'half-pixel',
    outputGradient: new Tensor('output gradient', large),
    output: new Tensor('output', small),
  };
  const half = { dtype: 'f16' } as const;
  const wrong: Readonly<Record<string, Partial<ResizeGradientArgs>>> = {
    'a dense output': { output: new Tensor('output', { ...small, layout: 'dense' }) },
    'an output of another batch': {
      output: new Tensor('output', { ...small, shape: [2, 4, 4, 3] }),
    },
    halves: {
      output: new Tensor('output', { ...small, ...half }),
      outputGradient: new Tensor('output gradient', { ...large, ...half }),
    },
  };
  for (const [name, change] of Object.entries(wrong)) {
    it(`rejects ${name}`, () => {
      const error = expect.objectContaining({ code: 'shape-mismatch' });
      expect(() => resizeGradient({ ...args, ...change })).toThrow(error);
    });
  }
});
