import type { DType } from '../tensor/dtype.ts';
import { elementCount, Tensor, type TensorSpec } from '../tensor/tensor.ts';
import { elementwiseTolerances, type KernelFixture } from '../testing/fixture.ts';
import { kernelTest } from '../testing/kernel-test.ts';
import { describe, expect, it } from '../testing/testing.ts';
import { type BinaryCase, binaryCases, drawBinary } from './binary.cases.ts';
import { type BinaryName, binaryReference } from './binary.reference.ts';
import {
  type BinaryArgs,
  type BinaryVariantName,
  binary,
  binaryDType,
  binaryVariants,
} from './binary.ts';
import { broadcastShape } from './broadcast.ts';
import { binaryAdd, binaryAnd, binaryEqual, binaryPrelu } from './operations.ts';

kernelTest('binary', {
  cases: binaryCases,
  draw: drawBinary,
  run: runCase,
});

/** Computes a case by each of the variants that apply. */
async function runCase(f: KernelFixture, kase: BinaryCase) {
  const { op, activation, layout, dtype = f.real, live: count } = kase;
  const live = f.live(count);
  const a = f.input(kase.a, layout, leftOperands(f, kase), dtype);
  const b = f.input(kase.b, layout, rightOperands(f, kase), dtype);
  const exact = binaryReference(
    op.name as BinaryName,
    { shape: kase.a, values: a.values },
    { shape: kase.b, values: b.values },
    activation,
  );
  const output = binaryDType(op, dtype);
  const isReal = output === 'f32' || output === 'f16';
  // Unsigned numbers begin anew below 0.
  const whole = (value: number) => (dtype === 'u32' ? Math.trunc(value) >>> 0 : Math.trunc(value));
  const reference = isReal ? exact : exact.map(whole);
  for (const name of Object.keys(binaryVariants) as BinaryVariantName[]) {
    const tensor = f.output(broadcastShape(kase.a, kase.b), layout, output);
    const args: BinaryArgs = { op, a: a.tensor, b: b.tensor, output: tensor, activation, live };
    if (!binaryVariants[name].supports(args)) continue;
    await f.run(binary(args, name));
    const tolerance = isReal ? elementwiseTolerances[f.real] : { relative: 0 };
    await f.compareLive(tensor, reference, count, tolerance);
    // Half of what poisons f16 is a number.
    if (name === 'rows' && count === 2 && f.real === 'f32') await expectUntouched(f, tensor, count);
  }
}

/** What holds nothing is not computed: an output begins as NaN. */
async function expectUntouched(f: KernelFixture, output: Tensor, live: number): Promise<void> {
  const row = elementCount(output.shape.slice(1));
  const rest = (await f.read(output)).subarray(live * row);
  expect([...rest].every(Number.isNaN)).toBe(true);
}

function leftOperands(f: KernelFixture, { a, dtype, range = 9 }: BinaryCase): Float64Array {
  const count = elementCount(a);
  if (!dtype) return f.values(count);
  return Float64Array.from({ length: count }, () => f.random.integer(leastOf(dtype, range), range));
}

function rightOperands(f: KernelFixture, kase: BinaryCase): Float64Array {
  const { op, b, dtype, range = 9 } = kase;
  const count = elementCount(b);
  // Far enough from 0 that no quotient overflows in f16.
  if (!dtype) return f.values(count, 0.25, 2).map((value, i) => (i % 2 ? value : -value));
  const divides = ['div', 'mod', 'remainder'].includes(op.name);
  // Powers that no overflow changes.
  const low = op.name === 'pow' ? 0 : leastOf(dtype, range);
  return Float64Array.from({ length: count }, () => {
    return f.random.integer(low, range) || Number(divides);
  });
}

function leastOf(dtype: DType, range: number): number {
  return dtype === 'i32' ? -range : 0;
}

describe('binary arguments', () => {
  const spec: TensorSpec = { shape: [2, 3], dtype: 'f32', layout: 'dense' };
  const tensor = (change: Partial<TensorSpec> = {}) => new Tensor('test', { ...spec, ...change });
  const image = tensor({ shape: [1, 2, 2, 3], layout: 'nhwc4' });
  const args: BinaryArgs = {
    op: binaryAdd,
    a: tensor(),
    b: tensor({ shape: [3] }),
    output: tensor(),
  };
  const wrong: Readonly<Record<string, Partial<BinaryArgs>>> = {
    'logic of reals': { op: binaryAnd },
    'tensors of bytes': { a: tensor({ dtype: 'u8' }), b: tensor({ dtype: 'u8' }) },
    'a comparison that is not stored as bool': { op: binaryEqual },
    'an activation of truth values': {
      op: binaryEqual,
      output: tensor({ dtype: 'bool' }),
      activation: { kind: 'relu' },
    },
    'shapes that do not broadcast': { b: tensor({ shape: [2] }) },
    'different dtypes': { b: tensor({ shape: [3], dtype: 'f16' }) },
    'an output of another shape': { output: tensor({ shape: [3, 2] }) },
    'an output of another dtype': { output: tensor({ dtype: 'f16' }) },
    'a slope that is larger than its input': {
      op: binaryPrelu,
      a: tensor({ shape: [3] }),
      b: tensor(),
    },
    'broadcasting in nhwc4': {
      a: image,
      b: tensor({ shape: [1, 1, 1, 3], layout: 'nhwc4' }),
      output: image,
    },
  };
  for (const [name, change] of Object.entries(wrong)) {
    it(`rejects ${name}`, () => {
      const error = expect.objectContaining({ code: 'shape-mismatch' });
      expect(() => binary({ ...args, ...change })).toThrow(error);
    });
  }
});
