import { copyValues } from '../copy/copy.cases.ts';
import type { DType } from '../tensor/dtype.ts';
import { Tensor } from '../tensor/tensor.ts';
import { kernelTest } from '../testing/kernel-test.ts';
import { describe, expect, it } from '../testing/testing.ts';
import { drawGatherNd, drawTuples, gatherNdCases } from './gather-nd.cases.ts';
import { gatherNdReference } from './gather-nd.reference.ts';
import { gatherNd, gatherNdShape } from './gather-nd.ts';

kernelTest('gatherNd', {
  cases: gatherNdCases,
  draw: drawGatherNd,
  draws: 12,
  run: async (f, { shape, indices: wanted, batchAxes, beyond, dtype = f.real }) => {
    const input = f.input(shape, 'dense', copyValues(f.random, shape, dtype), dtype);
    const drawn = drawTuples(f.random, shape, wanted, batchAxes, beyond);
    const indices = f.input(wanted, 'dense', drawn, 'i32');
    const output = f.output(gatherNdShape(shape, wanted, batchAxes), 'dense', dtype);
    await f.run(gatherNd({ input: input.tensor, indices: indices.tensor, batchAxes, output }));
    const reference = gatherNdReference(
      { shape, values: input.values },
      { shape: wanted, values: indices.values },
      batchAxes,
    );
    await f.compare(output, reference, { relative: 0 });
  },
});

describe('gatherNd arguments', () => {
  const tensor = (shape: number[], dtype: DType = 'f32') =>
    new Tensor('test', { shape, dtype, layout: 'dense' });
  const args = {
    input: tensor([2, 5, 7]),
    indices: tensor([2, 3, 2], 'i32'),
    output: tensor([2, 3]),
    batchAxes: 1,
  };

  it.each([
    ['indices of f32', { indices: tensor([2, 3, 2]) }],
    ['another batch', { indices: tensor([3, 3, 2], 'i32'), output: tensor([3, 3]) }],
    ['too many indices', { indices: tensor([2, 3, 3], 'i32'), output: tensor([2, 3]) }],
    ['a batch of all axes', { batchAxes: 3 }],
    ['an output of another shape', { output: tensor([2, 3, 7]) }],
  ])('refuse %s', (_name, wrong) => {
    const error = expect.objectContaining({ code: 'shape-mismatch' });
    expect(() => gatherNd({ ...args, ...wrong })).toThrow(error);
  });
});
