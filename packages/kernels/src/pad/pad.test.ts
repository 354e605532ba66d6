import { copyValues } from '../copy/copy.cases.ts';
import { Tensor, type TensorSpec } from '../tensor/tensor.ts';
import { roundTo } from '../tensor/values.ts';
import { kernelTest } from '../testing/kernel-test.ts';
import { describe, expect, it } from '../testing/testing.ts';
import { drawPad, padCases } from './pad.cases.ts';
import { padReference } from './pad.reference.ts';
import { type PadArgs, pad, padShape } from './pad.ts';

kernelTest('pad', {
  cases: padCases,
  draw: drawPad,
  run: async (f, { shape, before, after, mode, value, dtype = f.real }) => {
    const input = f.input(shape, 'dense', copyValues(f.random, shape, dtype), dtype);
    const output = f.output(padShape(shape, { before, after, mode }), 'dense', dtype);
    const dispatches = pad({ input: input.tensor, output, before, after, mode, value });
    await f.run(dispatches);
    const [rounded] = roundTo([value], dtype) as unknown as [number];
    const reference = padReference(input.values, shape, { before, after, mode, value: rounded });
    await f.compare(output, reference, { relative: 0 });
  },
});

describe('pad arguments', () => {
  const spec: TensorSpec = { shape: [2, 3], dtype: 'f32', layout: 'dense' };
  const args: PadArgs = {
    input: new Tensor('input', spec),
    output: new Tensor('output', { ...spec, shape: [3, 5] }),
    before: [1, 0],
    after: [0, 2],
  };
  const wrong: Readonly<Record<string, Partial<PadArgs>>> = {
    'more cut off than there is': { before: [1, -4], after: [0, 0] },
    'half an amount': { before: [0.5, 0], after: [0.5, 2] },
    'too few amounts': { before: [1] },
    'an output of another shape': { after: [1, 2] },
    'an output of another dtype': {
      output: new Tensor('output', { ...spec, shape: [3, 5], dtype: 'f16' }),
    },
  };
  for (const [name, change] of Object.entries(wrong)) {
    it(`rejects ${name}`, () => {
      const error = expect.objectContaining({ code: 'shape-mismatch' });
      expect(() => pad({ ...args, ...change })).toThrow(error);
    });
  }
});
