import { elementCount, Tensor, type TensorSpec } from '../tensor/tensor.ts';
import { elementwiseTolerances } from '../testing/fixture.ts';
import { kernelTest } from '../testing/kernel-test.ts';
import { describe, expect, it } from '../testing/testing.ts';
import { drawUnary, unaryCases } from './unary.cases.ts';
import { unaryReference } from './unary.reference.ts';
import { type UnaryArgs, unary, unaryDType } from './unary.ts';

kernelTest('unary', {
  cases: unaryCases,
  draw: drawUnary,
  draws: 8,
  run: async (f, { op, shape, layout, dtype = f.real, alpha, beta, low, high, halves }) => {
    const drawn = f.values(elementCount(shape), low, high);
    const isReal = dtype === 'f32' || dtype === 'f16';
    const whole = drawn.map(Math.floor);
    const values = halves ? whole.map((x) => x + 0.5) : isReal ? drawn : whole;
    const input = f.input(shape, layout, values, dtype);
    const output = f.output(shape, layout, unaryDType(op, dtype));
    await f.run(unary({ op, input: input.tensor, output, alpha, beta }));
    const reference = unaryReference(op, input.values, alpha, beta);
    await f.compare(output, reference, isReal ? elementwiseTolerances[f.real] : { relative: 0 });
  },
});

describe('unary arguments', () => {
  const spec: TensorSpec = { shape: [2, 3], dtype: 'f32', layout: 'dense' };
  const tensor = (change: Partial<TensorSpec> = {}) => new Tensor('test', { ...spec, ...change });
  const args: UnaryArgs = { op: 'exp', input: tensor(), output: tensor() };
  const wrong: Readonly<Record<string, Partial<UnaryArgs>>> = {
    'whole numbers': { input: tensor({ dtype: 'i32' }), output: tensor({ dtype: 'i32' }) },
    bytes: { op: 'abs', input: tensor({ dtype: 'u8' }), output: tensor({ dtype: 'u8' }) },
    'reals for a truth value': { op: 'not' },
    'an output of another shape': { output: tensor({ shape: [3, 2] }) },
    'an answer that is not bool': { op: 'isNan' },
  };
  for (const [name, change] of Object.entries(wrong)) {
    it(`rejects ${name}`, () => {
      const error = expect.objectContaining({ code: 'shape-mismatch' });
      expect(() => unary({ ...args, ...change })).toThrow(error);
    });
  }
});
