import { copyValues } from '../copy/copy.cases.ts';
import { Tensor, type TensorSpec } from '../tensor/tensor.ts';
import { kernelTest } from '../testing/kernel-test.ts';
import { describe, expect, it } from '../testing/testing.ts';
import { drawRepack, repackCases } from './repack.cases.ts';
import { type RepackArgs, repack } from './repack.ts';

kernelTest('repack', {
  cases: repackCases,
  draw: drawRepack,
  run: async (f, { shape, from, to, dtype = f.real }) => {
    const input = f.input(shape, from, copyValues(f.random, shape, dtype), dtype);
    const output = f.output(shape, to, dtype);
    await f.run(repack({ input: input.tensor, output }));
    // The fixture knows the layouts: its logical values are the reference.
    await f.compare(output, input.values, { relative: 0 });
  },
});

describe('repack arguments', () => {
  const spec: TensorSpec = { shape: [1, 2, 3, 5], dtype: 'f32', layout: 'dense' };
  const args: RepackArgs = {
    input: new Tensor('input', spec),
    output: new Tensor('output', { ...spec, layout: 'nhwc4' }),
  };
  const wrong: Readonly<Record<string, Partial<RepackArgs>>> = {
    'an input without four axes': { input: new Tensor('input', { ...spec, shape: [2, 3, 5] }) },
    'an output of another shape': {
      output: new Tensor('output', { ...spec, shape: [1, 2, 3, 4] }),
    },
    'an output of another dtype': { output: new Tensor('output', { ...spec, dtype: 'f16' }) },
  };
  for (const [name, change] of Object.entries(wrong)) {
    it(`rejects ${name}`, () => {
      const error = expect.objectContaining({ code: 'shape-mismatch' });
      expect(() => repack({ ...args, ...change })).toThrow(error);
    });
  }
});
