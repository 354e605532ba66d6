import { copyValues } from '../copy/copy.cases.ts';
import { Tensor, type TensorSpec } from '../tensor/tensor.ts';
import { kernelTest } from '../testing/kernel-test.ts';
import { describe, expect, it } from '../testing/testing.ts';
import { drawTranspose, transposeCases } from './transpose.cases.ts';
import { transposeReference } from './transpose.reference.ts';
import { type TransposeArgs, transpose, transposeShape } from './transpose.ts';

kernelTest('transpose', {
  cases: transposeCases,
  draw: drawTranspose,
  run: async (f, { shape, permutation, layout = 'dense', dtype = f.real }) => {
    const input = f.input(shape, 'dense', copyValues(f.random, shape, dtype), dtype);
    const output = f.output(transposeShape(shape, permutation), layout, dtype);
    await f.run(transpose({ input: input.tensor, output, permutation }));
    const reference = transposeReference(input.values, shape, permutation);
    await f.compare(output, reference, { relative: 0 });
  },
});

describe('transpose arguments', () => {
  const spec: TensorSpec = { shape: [2, 3], dtype: 'f32', layout: 'dense' };
  const args: TransposeArgs = {
    input: new Tensor('input', spec),
    output: new Tensor('output', { ...spec, shape: [3, 2] }),
    permutation: [1, 0],
  };
  const wrong: Readonly<Record<string, Partial<TransposeArgs>>> = {
    'an axis twice': { permutation: [1, 1] },
    'an axis that is not there': { permutation: [2, 0] },
    'too few axes': { permutation: [0] },
    'an output of another shape': { permutation: [0, 1] },
    'an output of another dtype': {
      output: new Tensor('output', { ...spec, shape: [3, 2], dtype: 'f16' }),
    },
  };
  for (const [name, change] of Object.entries(wrong)) {
    it(`rejects ${name}`, () => {
      const error = expect.objectContaining({ code: 'shape-mismatch' });
      expect(() => transpose({ ...args, ...change })).toThrow(error);
    });
  }
});
