import { copyValues } from '../copy/copy.cases.ts';
import { Tensor, type TensorSpec } from '../tensor/tensor.ts';
import { kernelTest } from '../testing/kernel-test.ts';
import { describe, expect, it } from '../testing/testing.ts';
import { concatCases, drawConcat } from './concat.cases.ts';
import { concatReference } from './concat.reference.ts';
import { type ConcatArgs, concat, concatShape } from './concat.ts';

kernelTest('concat', {
  cases: concatCases,
  draw: drawConcat,
  run: async (f, { shapes, axis, dtype = f.real }) => {
    const inputs = shapes.map((shape) => {
      return { shape, ...f.input(shape, 'dense', copyValues(f.random, shape, dtype), dtype) };
    });
    const shape = concatShape(shapes, axis);
    const output = f.output(shape, 'dense', dtype);
    await f.run(concat({ inputs: inputs.map(({ tensor }) => tensor), output, axis }));
    const reference = concatReference(inputs, axis < 0 ? axis + shape.length : axis);
    await f.compare(output, reference, { relative: 0 });
  },
});

describe('concat arguments', () => {
  const spec: TensorSpec = { shape: [2, 3], dtype: 'f32', layout: 'dense' };
  const input = new Tensor('input', spec);
  const args: ConcatArgs = {
    inputs: [input, input],
    output: new Tensor('output', { ...spec, shape: [2, 6] }),
    axis: 1,
  };
  const wrong: Readonly<Record<string, Partial<ConcatArgs>>> = {
    'no inputs': { inputs: [] },
    'an axis that is not there': { axis: 2 },
    'an output of another shape': { axis: 0 },
    'inputs of different shapes': {
      inputs: [input, new Tensor('input', { ...spec, shape: [3, 3] })],
    },
    'inputs of different ranks': {
      inputs: [input, new Tensor('input', { ...spec, shape: [2, 3, 1] })],
    },
    'inputs of different dtypes': {
      inputs: [input, new Tensor('input', { ...spec, dtype: 'f16' })],
    },
  };
  for (const [name, change] of Object.entries(wrong)) {
    it(`rejects ${name}`, () => {
      const error = expect.objectContaining({ code: 'shape-mismatch' });
      expect(() => concat({ ...args, ...change })).toThrow(error);
    });
  }
});
