import { binaryReference } from '../binary/binary.reference.ts';
import { elementCount, Tensor, type TensorSpec } from '../tensor/tensor.ts';
import { differenceFromSlope } from '../testing/central-differences.ts';
import { elementwiseTolerances } from '../testing/fixture.ts';
import { kernelTest } from '../testing/kernel-test.ts';
import { Random } from '../testing/random.ts';
import { describe, expect, it } from '../testing/testing.ts';
import { drawPreluGradient, preluGradientCases } from './prelu-gradient.cases.ts';
import { preluGradientReference } from './prelu-gradient.reference.ts';
import { type PreluGradientArgs, preluGradient } from './prelu-gradient.ts';

kernelTest('preluGradient', {
  cases: preluGradientCases,
  draw: drawPreluGradient,
  draws: 12,
  reals: ['f32'],
  run: async (f, kase) => {
    const { shape } = kase;
    const input = f.input(shape, 'dense');
    const slope = f.input(kase.slope, 'dense');
    // Above 0, so that the slope's gradients don't cancel.
    const outputGradient = f.input(shape, 'dense', f.values(elementCount(shape), 0.5, 1));
    const inputGradient = f.output(shape, 'dense');
    const slopeGradient = f.output(kase.slope, 'dense');
    const gradients = { outputGradient: outputGradient.tensor, inputGradient, slopeGradient };
    await f.run(preluGradient({ input: input.tensor, slope: slope.tensor, ...gradients }));
    const reference = preluGradientReference({
      input: input.values,
      shape,
      slope: slope.values,
      slopeShape: kase.slope,
      outputGradient: outputGradient.values,
    });
    await f.compare(inputGradient, reference.inputGradient, elementwiseTolerances.f32);
    await f.compare(slopeGradient, reference.slopeGradient);
  },
});

describe('preluGradientReference', () => {
  const random = new Random(17);
  const drawn = Array.from({ length: 20 }, () => drawPreluGradient(random));
  const small = drawn.filter(({ shape }) => elementCount(shape) < 300);
  for (const { name, shape, slope: slopeShape } of small) {
    it(`is the slope of ${name}`, () => {
      const count = elementCount(shape);
      // Nowhere near 0, where there is a kink.
      const input = Float64Array.from({ length: count }, () => {
        return random.pick([-1, 1]) * random.uniform(0.1, 1);
      });
      const slope = random.values(elementCount(slopeShape), 0, 1);
      const outputGradient = random.values(count);
      const args = { input, shape, slope, slopeShape, outputGradient };
      const gradients = preluGradientReference(args);
      const forward = (a: Float64Array, b: Float64Array) => {
        return binaryReference('prelu', { shape, values: a }, { shape: slopeShape, values: b });
      };
      const byInput = { of: (x: Float64Array) => forward(x, slope), at: input };
      const bySlope = { of: (x: Float64Array) => forward(input, x), at: slope };
      const { inputGradient, slopeGradient } = gradients;
      const shared = { outputGradient };
      expect(
        differenceFromSlope({ ...byInput, ...shared, gradient: inputGradient }),
      ).toBeUndefined();
      expect(
        differenceFromSlope({ ...bySlope, ...shared, gradient: slopeGradient }),
      ).toBeUndefined();
    });
  }
});

describe('preluGradient arguments', () => {
  const spec: TensorSpec = { shape: [2, 3], dtype: 'f32', layout: 'dense' };
  const vector: TensorSpec = { ...spec, shape: [3] };
  const args: PreluGradientArgs = {
    input: new Tensor('input', spec),
    slope: new Tensor('slope', vector),
    outputGradient: new Tensor('output gradient', spec),
    inputGradient: new Tensor('input gradient', spec),
    slopeGradient: new Tensor('slope gradient', vector),
  };
  const wide = new Tensor('wide', { ...spec, shape: [5, 2, 3] });
  const wrong: Readonly<Record<string, Partial<PreluGradientArgs>>> = {
    'an input of halves': { input: new Tensor('input', { ...spec, dtype: 'f16' }) },
    'a gradient of another shape': { outputGradient: new Tensor('output gradient', vector) },
    'a slope gradient of another shape': { slopeGradient: new Tensor('slope gradient', spec) },
    'a slope that stretches the input': { slope: wide, slopeGradient: wide },
  };
  for (const [name, change] of Object.entries(wrong)) {
    it(`rejects ${name}`, () => {
      const error = expect.objectContaining({ code: 'shape-mismatch' });
      expect(() => preluGradient({ ...args, ...change })).toThrow(error);
    });
  }
});
