import { copyValues } from '../copy/copy.cases.ts';
import type { DType } from '../tensor/dtype.ts';
import { Tensor } from '../tensor/tensor.ts';
import { kernelTest } from '../testing/kernel-test.ts';
import { describe, expect, it } from '../testing/testing.ts';
import { drawGather, gatherCases, gatherIndices, indicesShape } from './gather.cases.ts';
import { gatherReference } from './gather.reference.ts';
import { gather, gatherShape } from './gather.ts';

kernelTest('gather', {
  cases: gatherCases,
  draw: drawGather,
  run: async (f, kase) => {
    const { shape, axis = 0, signed, count, dtype = f.real } = kase;
    const input = f.input(shape, 'dense', copyValues(f.random, shape, dtype), dtype);
    const drawn = gatherIndices(f.random, kase);
    const indices = f.input(indicesShape(kase), 'dense', drawn, signed ? 'i32' : 'u32');
    const output = f.output(gatherShape(shape, indices.tensor.shape, axis), 'dense', dtype);
    const tensors = { input: input.tensor, indices: indices.tensor, output };
    await f.run(gather({ ...tensors, axis, count: f.live(count) }));
    const along = axis < 0 ? axis + shape.length : axis;
    const reference = gatherReference(input.values, shape, indices.values, along);
    const live = count === undefined ? undefined : Math.min(count, output.shape[0]);
    await f.compareLive(output, reference, live, { relative: 0 });
  },
});

describe('gather arguments', () => {
  const tensor = (shape: number[], dtype: DType = 'f32') =>
    new Tensor('test', { shape, dtype, layout: 'dense' });
  const args = { input: tensor([7, 5]), indices: tensor([3], 'u32'), output: tensor([3, 5]) };

  it.each([
    ['indices of f32', { indices: tensor([3]) }],
    ['a table of indices for a list', { indices: tensor([3, 1], 'u32') }],
    ['an axis that is not there', { axis: 2 }],
    ['an output with other rows', { output: tensor([3, 4]) }],
    ['an output of another dtype', { output: tensor([3, 5], 'f16') }],
    ['room for too few', { output: tensor([2, 5]) }],
    ['a count along another axis', { axis: 1, count: tensor([1], 'u32'), output: tensor([7, 3]) }],
    ['a count of f32', { count: tensor([1]) }],
    ['an image', { input: new Tensor('test', { ...args.input, layout: 'nhwc4' }) }],
  ])('refuse %s', (_name, wrong) => {
    expect(() => gather({ ...args, ...wrong })).toThrow(
      expect.objectContaining({ code: 'shape-mismatch' }),
    );
  });
});
