import { elementCount, Tensor, type TensorSpec } from '../tensor/tensor.ts';
import { elementwiseTolerances, type KernelFixture } from '../testing/fixture.ts';
import { kernelTest } from '../testing/kernel-test.ts';
import { describe, expect, it } from '../testing/testing.ts';
import { type BinaryCase, binaryCases, drawBinary } from './binary.cases.ts';
import { binaryReference } from './binary.reference.ts';
import { type BinaryArgs, type BinaryVariantName, binary, binaryVariants } from './binary.ts';
import { broadcastShape } from './broadcast.ts';

kernelTest('binary', {
  cases: binaryCases,
  draw: drawBinary,
  run: runCase,
});

/** Computes a case by each of the variants that apply. */
async function runCase(f: KernelFixture, kase: BinaryCase) {
  const { op, activation, layout } = kase;
  const a = f.input(kase.a, layout);
  // Far enough from 0 that no quotient overflows in f16.
  const divisors = f
    .values(elementCount(kase.b), 0.25, 2)
    .map((value, i) => (i % 2 ? value : -value));
  const b = f.input(kase.b, layout, divisors);
  const reference = binaryReference(
    op,
    { shape: kase.a, values: a.values },
    { shape: kase.b, values: b.values },
    activation,
  );
  for (const name of Object.keys(binaryVariants) as BinaryVariantName[]) {
    const output = f.output(broadcastShape(kase.a, kase.b), layout);
    const args: BinaryArgs = { op, a: a.tensor, b: b.tensor, output, activation };
    if (!binaryVariants[name].supports(args)) continue;
    const dispatches = binary(args, name);
    await f.run(dispatches);
    await f.compare(output, reference, elementwiseTolerances[f.real]);
  }
}

describe('binary arguments', () => {
  const spec: TensorSpec = { shape: [2, 3], dtype: 'f32', layout: 'dense' };
  const tensor = (change: Partial<TensorSpec> = {}) => new Tensor('test', { ...spec, ...change });
  const image = tensor({ shape: [1, 2, 2, 3], layout: 'nhwc4' });
  const args: BinaryArgs = { op: 'add', a: tensor(), b: tensor({ shape: [3] }), output: tensor() };
  const wrong: Readonly<Record<string, Partial<BinaryArgs>>> = {
    'tensors of whole numbers': { a: tensor({ dtype: 'i32' }) },
    'shapes that do not broadcast': { b: tensor({ shape: [2] }) },
    'different dtypes': { b: tensor({ shape: [3], dtype: 'f16' }) },
    'an output of another shape': { output: tensor({ shape: [3, 2] }) },
    'an output of another dtype': { output: tensor({ dtype: 'f16' }) },
    'a slope that is larger than its input': {
      op: 'prelu',
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
