import { elementCount, type Shape, Tensor } from '../tensor/tensor.ts';
import { kernelTest } from '../testing/kernel-test.ts';
import { describe, expect, it } from '../testing/testing.ts';
import { topKAlongReference } from './top-k-along.reference.ts';
import { topKAlong } from './top-k-along.ts';

interface TopKAlongCase {
  readonly name: string;
  readonly shape: Shape;
  readonly axis: number;
  readonly k: number;
  readonly largest: boolean;
  readonly ties?: boolean;
  readonly folded?: boolean;
  readonly notFinite?: boolean;
}

const cases: readonly TopKAlongCase[] = [
  { name: 'last axis', shape: [3, 65], axis: -1, k: 7, largest: true },
  { name: 'smallest of the first axis', shape: [37, 5], axis: 0, k: 5, largest: false },
  { name: 'middle axis', shape: [2, 17, 3], axis: 1, k: 17, largest: true },
  { name: 'six axes', shape: [2, 1, 3, 1, 2, 5], axis: 2, k: 2, largest: true },
  { name: 'ties', shape: [5, 67], axis: 1, k: 33, largest: true, ties: true },
  { name: 'one of one', shape: [1], axis: 0, k: 1, largest: true },
  { name: 'none', shape: [3, 5], axis: 1, k: 0, largest: true },
  { name: 'NaN and infinities', shape: [5, 9], axis: 1, k: 9, largest: true, notFinite: true },
  { name: 'folded workgroups', shape: [65, 9], axis: 1, k: 3, largest: true, folded: true },
];

kernelTest('top-k-along', {
  cases,
  run: async (f, { shape, axis, k, largest, ties }) => {
    const drawn = f.values(elementCount(shape), -3, 3);
    const input = f.input(shape, 'dense', ties ? drawn.map(Math.floor) : drawn);
    const along = axis < 0 ? axis + shape.length : axis;
    const wanted = shape.map((size, i) => (i === along ? k : size));
    const values = f.output(wanted, 'dense');
    const indices = f.output(wanted, 'dense', 'i32');
    await f.run(topKAlong({ input: input.tensor, values, indices, axis, largest }));
    const reference = topKAlongReference(input.values, shape, k, along, largest);
    await f.compare(values, reference.values, { relative: 0 });
    await f.compare(indices, reference.indices, { relative: 0 });
  },
});

describe('top-k-along arguments', () => {
  const tensor = (shape: Shape, dtype: 'f32' | 'i32' = 'f32') => {
    return new Tensor('test', { shape, dtype, layout: 'dense' });
  };
  it.each([
    ['more than there are', tensor([2, 3]), tensor([2, 4]), tensor([2, 4], 'i32')],
    ['whole numbers', tensor([2, 3], 'i32'), tensor([2, 1], 'i32'), tensor([2, 1], 'i32')],
    ['indices of another shape', tensor([2, 3]), tensor([2, 1]), tensor([2, 2], 'i32')],
  ])('reject %s', (_name, input, values, indices) => {
    const mismatch = expect.objectContaining({ code: 'shape-mismatch' });
    const args = { input, values, indices, axis: 1, largest: true };
    expect(() => topKAlong(args)).toThrow(mismatch);
  });
});
