import { elementCount, Tensor, type TensorSpec } from '../tensor/tensor.ts';
import { elementwiseTolerances, tolerances } from '../testing/fixture.ts';
import { kernelTest } from '../testing/kernel-test.ts';
import { describe, expect, it } from '../testing/testing.ts';
import { drawReduce, reduceCases } from './reduce.cases.ts';
import { reduceReference } from './reduce.reference.ts';
import {
  type ReduceArgs,
  type ReduceVariantName,
  reduce,
  reduceShape,
  reduceVariants,
} from './reduce.ts';

kernelTest('reduce', {
  cases: reduceCases,
  draw: drawReduce,
  draws: 6,
  run: async (f, { op, shape, axes, dtype = f.real, low = -1, high = 1, notFinite }) => {
    const isReal = dtype === 'f32' || dtype === 'f16';
    const drawn = f.values(elementCount(shape), isReal ? low : -4, isReal ? high : 5);
    const values = isReal
      ? drawn
      : drawn.map((x) => Math.max(Math.floor(x), dtype === 'u32' ? 0 : -4));
    const input = f.input(shape, 'dense', values, dtype);
    const front = axes.map((axis) => (axis < 0 ? axis + shape.length : axis));
    const reference = reduceReference(op, input.values, shape, front);
    const close = (notFinite ? elementwiseTolerances : tolerances)[f.real];
    const variants = Object.keys(reduceVariants) as ReduceVariantName[];
    for (const variant of [undefined, ...variants]) {
      const output = f.output(reduceShape(shape, axes, variant === 'lines'), 'dense', dtype);
      await f.run(reduce({ op, input: input.tensor, output, axes }, variant));
      await f.compare(output, reference, isReal ? close : { relative: 0 });
    }
  },
});

describe('reduce arguments', () => {
  const spec: TensorSpec = { shape: [2, 3], dtype: 'f32', layout: 'dense' };
  const tensor = (change: Partial<TensorSpec> = {}) => new Tensor('test', { ...spec, ...change });
  const args: ReduceArgs = {
    op: 'sum',
    input: tensor(),
    output: tensor({ shape: [2] }),
    axes: [1],
  };
  const wrong: Readonly<Record<string, Partial<ReduceArgs>>> = {
    'an axis that is not there': { axes: [2] },
    'truth values': { input: tensor({ dtype: 'bool' }) },
    'the root of whole numbers': { op: 'l2', input: tensor({ dtype: 'i32' }) },
    'an output of other axes': { output: tensor({ shape: [3] }) },
    'an output of another dtype': { output: tensor({ shape: [2], dtype: 'i32' }) },
  };
  for (const [name, change] of Object.entries(wrong)) {
    it(`rejects ${name}`, () => {
      const error = expect.objectContaining({ code: 'shape-mismatch' });
      expect(() => reduce({ ...args, ...change })).toThrow(error);
    });
  }
});
