import { elementCount, type Shape, Tensor, type TensorSpec } from '../tensor/tensor.ts';
import { kernelTest } from '../testing/kernel-test.ts';
import { describe, expect, it } from '../testing/testing.ts';
import { lrnReference } from './lrn.reference.ts';
import { type LrnArgs, lrn } from './lrn.ts';

interface LrnCase {
  readonly name: string;
  readonly shape: Shape;
  readonly size: number;
  readonly live?: number;
  readonly folded?: boolean;
  readonly notFinite?: boolean;
}

const cases: readonly LrnCase[] = [
  ...[1, 2, 3, 5, 8, 31].map((size) => ({ name: `size ${size}`, shape: [1, 3, 5, 13], size })),
  ...[1, 4, 7, 65].map((channels) => {
    return { name: `${channels} channels`, shape: [1, 3, 2, channels], size: 5 };
  }),
  { name: 'empty batch', shape: [0, 3, 5, 8], size: 3 },
  { name: 'batch 5, 3 live', shape: [5, 3, 2, 6], size: 3, live: 3 },
  { name: 'folded workgroups', shape: [1, 17, 19, 6], size: 3, folded: true },
  { name: 'NaN and infinities', shape: [2, 3, 5, 9], size: 3, notFinite: true },
];

const settings = { alpha: 0.5, beta: 0.75, bias: 1.5 };

kernelTest('lrn', {
  cases,
  run: async (f, { shape, size, live }) => {
    const input = f.input(shape, 'nhwc4', f.values(elementCount(shape), -3, 3));
    const output = f.output(shape, 'nhwc4');
    await f.run(lrn({ ...settings, size, input: input.tensor, output, live: f.live(live) }));
    await f.compareLive(output, lrnReference(input.values, shape, { ...settings, size }), live);
  },
});

describe('lrn arguments', () => {
  const image: TensorSpec = { shape: [1, 4, 4, 6], dtype: 'f32', layout: 'nhwc4' };
  const tensors = { input: new Tensor('input', image), output: new Tensor('output', image) };
  const args: LrnArgs = { ...settings, ...tensors, size: 3 };
  const wrong: Readonly<Record<string, Partial<LrnArgs>>> = {
    'an input of whole numbers': { input: new Tensor('input', { ...image, dtype: 'u32' }) },
    'an output of another dtype': { output: new Tensor('output', { ...image, dtype: 'f16' }) },
    'a size of 0': { size: 0 },
  };
  for (const [name, change] of Object.entries(wrong)) {
    it(`rejects ${name}`, () => {
      const error = expect.objectContaining({ code: 'shape-mismatch' });
      expect(() => lrn({ ...args, ...change })).toThrow(error);
    });
  }
});
