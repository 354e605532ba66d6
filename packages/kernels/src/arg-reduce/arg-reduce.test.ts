import { elementCount, Tensor, type TensorSpec } from '../tensor/tensor.ts';
import { kernelTest } from '../testing/kernel-test.ts';
import { describe, expect, it } from '../testing/testing.ts';
import { argReduceCases, drawArgReduce } from './arg-reduce.cases.ts';
import { argReduceReference } from './arg-reduce.reference.ts';
import { type ArgReduceArgs, argReduce } from './arg-reduce.ts';

kernelTest('arg-reduce', {
  cases: argReduceCases,
  draw: drawArgReduce,
  draws: 8,
  run: async (f, { op, shape, axis, last, dtype = f.real }) => {
    // Few levels, so that elements tie.
    const values = f.values(elementCount(shape), -3, 4).map(Math.floor);
    const input = f.input(shape, 'dense', values, dtype);
    const along = axis < 0 ? axis + shape.length : axis;
    const kept = shape.filter((_, i) => i !== along);
    const output = f.output(kept, 'dense', 'i32');
    await f.run(argReduce({ op, input: input.tensor, output, axis, last }));
    const reference = argReduceReference(op, input.values, shape, along, last);
    await f.compare(output, reference, { relative: 0 });
  },
});

describe('arg-reduce arguments', () => {
  const spec: TensorSpec = { shape: [2, 3], dtype: 'f32', layout: 'dense' };
  const tensor = (change: Partial<TensorSpec> = {}) => new Tensor('test', { ...spec, ...change });
  const args: ArgReduceArgs = {
    op: 'max',
    input: tensor(),
    output: tensor({ shape: [2], dtype: 'i32' }),
    axis: 1,
  };
  const wrong: Readonly<Record<string, Partial<ArgReduceArgs>>> = {
    'an axis that is not there': { axis: 2 },
    'an axis without elements': { input: tensor({ shape: [2, 0] }) },
    'an output of other axes': { output: tensor({ shape: [3], dtype: 'i32' }) },
    'an output of reals': { output: tensor({ shape: [2] }) },
  };
  for (const [name, change] of Object.entries(wrong)) {
    it(`rejects ${name}`, () => {
      const error = expect.objectContaining({ code: 'shape-mismatch' });
      expect(() => argReduce({ ...args, ...change })).toThrow(error);
    });
  }
});
