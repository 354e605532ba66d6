import type { DType } from '../tensor/dtype.ts';
import { elementCount, type Shape, Tensor } from '../tensor/tensor.ts';
import { kernelTest } from '../testing/kernel-test.ts';
import { expect, it } from '../testing/testing.ts';
import { cumSumReference } from './cum-sum.reference.ts';
import { cumSum } from './cum-sum.ts';

interface CumSumCase {
  readonly name: string;
  readonly shape: Shape;
  readonly axis: number;
  readonly dtype?: DType;
  readonly exclusive?: boolean;
  readonly reverse?: boolean;
  readonly folded?: boolean;
}

const cases: readonly CumSumCase[] = [
  { name: 'first axis', shape: [7, 5], axis: 0 },
  { name: 'last axis', shape: [3, 65], axis: -1 },
  { name: 'middle, exclusive', shape: [2, 7, 3], axis: 1, exclusive: true },
  { name: 'middle, reverse', shape: [2, 7, 3], axis: 1, reverse: true },
  { name: 'both', shape: [2, 1, 3, 1, 2, 5], axis: 5, exclusive: true, reverse: true },
  { name: 'whole numbers', shape: [3, 7], axis: 1, dtype: 'i32' },
  { name: 'nothing', shape: [0, 7], axis: 1 },
  { name: 'folded workgroups', shape: [333, 3], axis: 1, folded: true },
];

kernelTest('cum-sum', {
  cases,
  run: async (f, { shape, axis, dtype = f.real, exclusive = false, reverse = false }) => {
    const drawn = f.values(elementCount(shape), -9, 9);
    const input = f.input(shape, 'dense', dtype === 'i32' ? drawn.map(Math.floor) : drawn, dtype);
    const output = f.output(shape, 'dense', dtype);
    await f.run(cumSum({ input: input.tensor, output, axis, exclusive, reverse }));
    const along = axis < 0 ? axis + shape.length : axis;
    await f.compare(output, cumSumReference(input.values, shape, along, { exclusive, reverse }));
  },
});

it('cum-sum rejects an axis that is not there', () => {
  const spec = { shape: [2, 3], dtype: 'f32', layout: 'dense' } as const;
  const args = { input: new Tensor('input', spec), output: new Tensor('output', spec), axis: 2 };
  expect(() => cumSum(args)).toThrow(expect.objectContaining({ code: 'shape-mismatch' }));
});
