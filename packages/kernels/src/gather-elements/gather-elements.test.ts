import { copyValues } from '../copy/copy.cases.ts';
import type { DType } from '../tensor/dtype.ts';
import { elementCount, Tensor } from '../tensor/tensor.ts';
import { kernelTest } from '../testing/kernel-test.ts';
import { describe, expect, it } from '../testing/testing.ts';
import { drawGatherElements, gatherElementsCases } from './gather-elements.cases.ts';
import { gatherElementsReference } from './gather-elements.reference.ts';
import { gatherElements } from './gather-elements.ts';

kernelTest('gatherElements', {
  cases: gatherElementsCases,
  draw: drawGatherElements,
  draws: 12,
  run: async (f, { shape, indices: wanted, axis, unsigned, dtype = f.real, ...kase }) => {
    const { below = shape.at(axis) ?? 0 } = kase;
    const input = f.input(shape, 'dense', copyValues(f.random, shape, dtype), dtype);
    const drawn = Array.from({ length: elementCount(wanted) }, () => {
      return f.random.integer(unsigned ? 0 : -below, below - 1);
    });
    const indices = f.input(wanted, 'dense', drawn, unsigned ? 'u32' : 'i32');
    const output = f.output(wanted, 'dense', dtype);
    await f.run(gatherElements({ input: input.tensor, indices: indices.tensor, axis, output }));
    const reference = gatherElementsReference(
      { shape, values: input.values },
      { shape: wanted, values: indices.values },
      axis < 0 ? axis + shape.length : axis,
    );
    await f.compare(output, reference, { relative: 0 });
  },
});

describe('gatherElements arguments', () => {
  const tensor = (shape: number[], dtype: DType = 'f32') =>
    new Tensor('test', { shape, dtype, layout: 'dense' });
  const args = {
    input: tensor([5, 7]),
    indices: tensor([5, 3], 'i32'),
    output: tensor([5, 3]),
    axis: 1,
  };

  it.each([
    ['indices of f32', { indices: tensor([5, 3]) }],
    ['an axis that is too long', { indices: tensor([6, 3], 'i32'), output: tensor([6, 3]) }],
    ['too few axes', { indices: tensor([5], 'i32'), output: tensor([5]) }],
    ['an axis that is not there', { axis: 2 }],
    ['an output of another dtype', { output: tensor([5, 3], 'f16') }],
  ])('refuse %s', (_name, wrong) => {
    const error = expect.objectContaining({ code: 'shape-mismatch' });
    expect(() => gatherElements({ ...args, ...wrong })).toThrow(error);
  });
});
