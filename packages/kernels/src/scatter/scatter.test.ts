import { copyValues } from '../copy/copy.cases.ts';
import type { DType } from '../tensor/dtype.ts';
import { elementCount, Tensor } from '../tensor/tensor.ts';
import type { KernelFixture } from '../testing/fixture.ts';
import { tolerances } from '../testing/fixture.ts';
import { kernelTest } from '../testing/kernel-test.ts';
import { describe, expect, it } from '../testing/testing.ts';
import { drawScatter, type ScatterCase, scatterCases, scatterIndices } from './scatter.cases.ts';
import { scatterElementsReference, scatterNdReference } from './scatter.reference.ts';
import { scatterElements, scatterNd } from './scatter.ts';

kernelTest('scatter', { cases: scatterCases, draw: drawScatter, run: runCase });

async function runCase(f: KernelFixture, kase: ScatterCase) {
  const { shape, indices: wanted, axis, reduction, single, dtype = f.real } = kase;
  const depth = axis === undefined ? wanted[wanted.length - 1] : 0;
  const updated = axis === undefined ? [...wanted.slice(0, -1), ...shape.slice(depth)] : wanted;
  const updatesShape = single ? [] : updated;
  // Products and sums of a few stay within the dtype.
  const values = (count: number) =>
    Float64Array.from({ length: count }, () => f.random.integer(0, 3));
  const drawn = (of: readonly number[]) => {
    if (reduction === 'replace') return copyValues(f.random, of, dtype);
    const isReal = dtype === 'f32' || dtype === 'f16';
    return isReal ? f.values(elementCount(of)) : values(elementCount(of));
  };
  const input = f.input(shape, 'dense', drawn(shape), dtype);
  const updates = f.input(updatesShape, 'dense', drawn(updatesShape), dtype);
  const indices = f.input(wanted, 'dense', scatterIndices(f.random, kase), 'i32');
  const output = f.output(shape, 'dense', dtype);
  const args = { input: input.tensor, updates: updates.tensor, indices: indices.tensor, output };
  await f.run(
    axis === undefined
      ? scatterNd({ ...args, reduction })
      : scatterElements({ ...args, reduction, axis }),
  );
  const operands = {
    input: { shape, values: input.values },
    indices: { shape: wanted, values: indices.values },
    updates: { shape: updatesShape, values: updates.values },
    reduction,
  };
  const reference =
    axis === undefined
      ? scatterNdReference(operands)
      : scatterElementsReference(operands, axis < 0 ? axis + shape.length : axis);
  const isExact = reduction === 'replace' || dtype !== f.real;
  await f.compare(output, reference, isExact ? { relative: 0 } : tolerances[f.real]);
}

describe('scatter arguments', () => {
  const tensor = (shape: number[], dtype: DType = 'f32') =>
    new Tensor('test', { shape, dtype, layout: 'dense' });
  const [input, output] = [tensor([5, 7]), tensor([5, 7])];
  const elements = {
    input,
    output,
    indices: tensor([5, 3], 'i32'),
    updates: tensor([5, 3]),
    axis: 1,
  };
  const rows = { input, output, indices: tensor([3, 1], 'i32'), updates: tensor([3, 7]) };
  const error = expect.objectContaining({ code: 'shape-mismatch' });

  it.each([
    ['indices of f32', { indices: tensor([5, 3]) }],
    ['updates of another shape', { updates: tensor([5, 4]) }],
    ['updates of another dtype', { updates: tensor([5, 3], 'i32') }],
    ['an axis that is too long', { indices: tensor([6, 3], 'i32'), updates: tensor([6, 3]) }],
    ['an output of another shape', { output: tensor([5, 6]) }],
  ])('of elements refuse %s', (_name, wrong) => {
    expect(() => scatterElements({ ...elements, ...wrong })).toThrow(error);
  });

  it.each([
    ['too many indices', { indices: tensor([3, 3], 'i32') }],
    ['updates of another shape', { updates: tensor([3, 6]) }],
  ])('of rows refuse %s', (_name, wrong) => {
    expect(() => scatterNd({ ...rows, ...wrong })).toThrow(error);
  });
});
