import { elementCount, Tensor, type TensorSpec } from '../tensor/tensor.ts';
import { elementwiseTolerances } from '../testing/fixture.ts';
import { kernelTest } from '../testing/kernel-test.ts';
import { describe, expect, it } from '../testing/testing.ts';
import { drawSoftmax, softmaxCases } from './softmax.cases.ts';
import { softmaxReference } from './softmax.reference.ts';
import { type SoftmaxArgs, softmax } from './softmax.ts';

kernelTest('softmax', {
  cases: softmaxCases,
  draw: drawSoftmax,
  run: async (f, { shape, axis, range = 12, logarithm }) => {
    const input = f.input(shape, 'dense', f.values(elementCount(shape), -range, range));
    const output = f.output(shape, 'dense');
    const dispatches = softmax({
      input: input.tensor,
      output,
      axis,
      logarithm: logarithm ?? false,
    });
    await f.run(dispatches);
    const along = axis < 0 ? axis + shape.length : axis;
    const reference = softmaxReference(input.values, shape, along, logarithm);
    await f.compare(output, reference, elementwiseTolerances[f.real]);
  },
});

describe('softmax arguments', () => {
  const spec: TensorSpec = { shape: [2, 3], dtype: 'f32', layout: 'dense' };
  const args: SoftmaxArgs = {
    input: new Tensor('input', spec),
    output: new Tensor('output', spec),
    axis: 1,
  };
  const wrong: Readonly<Record<string, Partial<SoftmaxArgs>>> = {
    'an axis that is not there': { axis: 2 },
    'a scalar': { input: new Tensor('input', { ...spec, shape: [] }) },
    'an input of whole numbers': { input: new Tensor('input', { ...spec, dtype: 'u32' }) },
    'an output of another shape': { output: new Tensor('output', { ...spec, shape: [3, 2] }) },
  };
  for (const [name, change] of Object.entries(wrong)) {
    it(`rejects ${name}`, () => {
      const error = expect.objectContaining({ code: 'shape-mismatch' });
      expect(() => softmax({ ...args, ...change })).toThrow(error);
    });
  }
});
