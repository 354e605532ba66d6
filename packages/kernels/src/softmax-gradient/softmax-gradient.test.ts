import { drawSoftmax, type SoftmaxCase, softmaxCases } from '../softmax/softmax.cases.ts';
import { softmaxReference } from '../softmax/softmax.reference.ts';
import { elementCount, Tensor, type TensorSpec } from '../tensor/tensor.ts';
import { differenceFromSlope } from '../testing/central-differences.ts';
import { elementwiseTolerances } from '../testing/fixture.ts';
import { kernelTest } from '../testing/kernel-test.ts';
import { Random } from '../testing/random.ts';
import { describe, expect, it } from '../testing/testing.ts';
import { softmaxGradientReference } from './softmax-gradient.reference.ts';
import { type SoftmaxGradientArgs, softmaxGradient } from './softmax-gradient.ts';

/** The softmax's own cases, but those that are as large as networks have it. */
const cases: readonly SoftmaxCase[] = [
  ...softmaxCases.filter(({ timed }) => !timed),
  { name: 'logarithm along 1 of 4', shape: [2, 3, 5, 7], axis: 1, logarithm: true },
];

const fromFront = ({ shape, axis }: SoftmaxCase) => (axis < 0 ? axis + shape.length : axis);

kernelTest('softmaxGradient', {
  cases,
  draw: drawSoftmax,
  draws: 8,
  reals: ['f32'],
  run: async (f, kase) => {
    const { shape, axis, range = 12, logarithm = false } = kase;
    const input = f.input(shape, 'dense', f.values(elementCount(shape), -range, range));
    const along = fromFront(kase);
    const softmax = softmaxReference(input.values, shape, along, logarithm);
    const result = f.input(shape, 'dense', softmax);
    const outputGradient = f.input(shape, 'dense');
    const output = f.output(shape, 'dense');
    const gradient = outputGradient.tensor;
    await f.run(
      softmaxGradient({ result: result.tensor, outputGradient: gradient, output, axis, logarithm }),
    );
    const { values } = outputGradient;
    const reference = softmaxGradientReference(input.values, values, shape, along, logarithm);
    await f.compare(output, reference, elementwiseTolerances.f32);
  },
});

describe('softmaxGradientReference', () => {
  const random = new Random(13);
  const isSmall = ({ shape, notFinite }: SoftmaxCase) => !notFinite && elementCount(shape) < 250;
  const drawn = Array.from({ length: 8 }, () => drawSoftmax(random));
  for (const kase of [...cases, ...drawn].filter(isSmall)) {
    for (const logarithm of [false, true]) {
      it(`is the slope of ${logarithm ? 'the logarithm of ' : ''}${kase.name}`, () => {
        const count = elementCount(kase.shape);
        const at = random.values(count, -3, 3);
        const outputGradient = random.values(count);
        const along = fromFront(kase);
        const of = (x: Float64Array) => softmaxReference(x, kase.shape, along, logarithm);
        const gradient = softmaxGradientReference(at, outputGradient, kase.shape, along, logarithm);
        expect(differenceFromSlope({ of, at, outputGradient, gradient })).toBeUndefined();
      });
    }
  }
});

describe('softmaxGradient arguments', () => {
  const spec: TensorSpec = { shape: [2, 3], dtype: 'f32', layout: 'dense' };
  const args: SoftmaxGradientArgs = {
    result: new Tensor('result', spec),
    outputGradient: new Tensor('output gradient', spec),
    output: new Tensor('output', spec),
    axis: 1,
  };
  const wrong: Readonly<Record<string, Partial<SoftmaxGradientArgs>>> = {
    'an axis that is not there': { axis: 2 },
    'a result of halves': { result: new Tensor('result', { ...spec, dtype: 'f16' }) },
    'an output of another shape': { output: new Tensor('output', { ...spec, shape: [3, 2] }) },
  };
  for (const [name, change] of Object.entries(wrong)) {
    it(`rejects ${name}`, () => {
      const error = expect.objectContaining({ code: 'shape-mismatch' });
      expect(() => softmaxGradient({ ...args, ...change })).toThrow(error);
    });
  }
});
