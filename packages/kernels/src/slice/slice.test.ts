import { copyValues } from '../copy/copy.cases.ts';
import { Tensor, type TensorSpec } from '../tensor/tensor.ts';
import { kernelTest } from '../testing/kernel-test.ts';
import { describe, expect, it } from '../testing/testing.ts';
import { drawSlice, sliceCases } from './slice.cases.ts';
import { sliceReference } from './slice.reference.ts';
import { type SliceArgs, slice } from './slice.ts';

kernelTest('slice', {
  cases: sliceCases,
  draw: drawSlice,
  run: async (f, { shape, starts, sizes, steps, dtype = f.real }) => {
    const input = f.input(shape, 'dense', copyValues(f.random, shape, dtype), dtype);
    const output = f.output(sizes, 'dense', dtype);
    await f.run(slice({ input: input.tensor, output, starts, sizes, steps }));
    const reference = sliceReference(input.values, shape, { starts, sizes, steps });
    await f.compare(output, reference, { relative: 0 });
  },
});

describe('slice arguments', () => {
  const spec: TensorSpec = { shape: [5, 7], dtype: 'f32', layout: 'dense' };
  const args: SliceArgs = {
    input: new Tensor('input', spec),
    output: new Tensor('output', { ...spec, shape: [2, 3] }),
    starts: [1, 0],
    sizes: [2, 3],
    steps: [2, 3],
  };
  const wrong: Readonly<Record<string, Partial<SliceArgs>>> = {
    'a negative start': { starts: [1, -1] },
    'an index past the end': { starts: [1, 1] },
    'an index before the start': { starts: [1, 5], steps: [2, -3] },
    'a step of 0': { steps: [2, 0] },
    'too few sizes': { sizes: [2] },
    'an output of another shape': { sizes: [2, 2] },
    'an output of another dtype': {
      output: new Tensor('output', { ...spec, shape: [2, 3], dtype: 'f16' }),
    },
  };
  for (const [name, change] of Object.entries(wrong)) {
    it(`rejects ${name}`, () => {
      const error = expect.objectContaining({ code: 'shape-mismatch' });
      expect(() => slice({ ...args, ...change })).toThrow(error);
    });
  }
});
