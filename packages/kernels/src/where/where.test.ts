import { elementCount, type Shape, Tensor, type TensorSpec } from '../tensor/tensor.ts';
import type { KernelFixture } from '../testing/fixture.ts';
import { kernelTest } from '../testing/kernel-test.ts';
import { describe, expect, it } from '../testing/testing.ts';
import { drawWhere, type WhereCase, whereCases } from './where.cases.ts';
import { whereReference } from './where.reference.ts';
import { type WhereArgs, where, whereShape } from './where.ts';

kernelTest('where', {
  cases: whereCases,
  draw: drawWhere,
  draws: 12,
  run: runCase,
});

async function runCase(f: KernelFixture, kase: WhereCase): Promise<void> {
  const { dtype = f.real } = kase;
  const whole = (shape: Shape, most: number) => {
    return Float64Array.from({ length: elementCount(shape) }, () => f.random.integer(0, most));
  };
  const operand = (shape: Shape) => {
    return f.input(shape, 'dense', kase.dtype && whole(shape, 99), dtype);
  };
  const condition = f.input(kase.condition, 'dense', whole(kase.condition, 1), 'bool');
  const [a, b] = [operand(kase.a), operand(kase.b)];
  const shape = whereShape(kase.condition, kase.a, kase.b);
  const output = f.output(shape, 'dense', dtype);
  await f.run(where({ condition: condition.tensor, a: a.tensor, b: b.tensor, output }));
  const reference = whereReference(
    shape,
    { shape: kase.condition, values: condition.values },
    { shape: kase.a, values: a.values },
    { shape: kase.b, values: b.values },
  );
  await f.compare(output, reference, { relative: 0 });
}

describe('where arguments', () => {
  const spec: TensorSpec = { shape: [2, 3], dtype: 'f32', layout: 'dense' };
  const tensor = (change: Partial<TensorSpec> = {}) => new Tensor('test', { ...spec, ...change });
  const args: WhereArgs = {
    condition: tensor({ dtype: 'bool' }),
    a: tensor(),
    b: tensor({ shape: [3] }),
    output: tensor(),
  };
  const wrong: Readonly<Record<string, Partial<WhereArgs>>> = {
    'a condition of numbers': { condition: tensor() },
    'shapes that do not broadcast': { b: tensor({ shape: [2] }) },
    'different dtypes': { b: tensor({ dtype: 'i32' }) },
    'an output of another shape': { output: tensor({ shape: [3, 2] }) },
  };
  for (const [name, change] of Object.entries(wrong)) {
    it(`rejects ${name}`, () => {
      const error = expect.objectContaining({ code: 'shape-mismatch' });
      expect(() => where({ ...args, ...change })).toThrow(error);
    });
  }
});
