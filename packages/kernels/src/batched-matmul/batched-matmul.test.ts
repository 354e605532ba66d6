import { activate, identity } from '../shader/activation.ts';
import { kernelTest } from '../testing/kernel-test.ts';
import { describe, expect, it } from '../testing/testing.ts';
import { batchedMatmulCases, drawBatchedMatmul } from './batched-matmul.cases.ts';
import { batchedMatmulReference } from './batched-matmul.reference.ts';
import { batchedMatmul, batchedMatmulShape } from './batched-matmul.ts';

kernelTest('batchedMatmul', {
  cases: batchedMatmulCases,
  draw: drawBatchedMatmul,
  draws: 12,
  run: async (f, { a: aShape, b: bShape, activation = identity }) => {
    const [a, b] = [f.input(aShape, 'dense'), f.input(bShape, 'dense')];
    const output = f.output(batchedMatmulShape(aShape, bShape), 'dense');
    await f.run(batchedMatmul(f.device, { a: a.tensor, b: b.tensor, activation, output }));
    const reference = batchedMatmulReference(
      { shape: aShape, values: a.values },
      { shape: bShape, values: b.values },
    );
    await f.compare(
      output,
      reference.map((value) => activate(activation, value)),
    );
  },
});

describe('batchedMatmulShape', () => {
  for (const [a, b] of [
    [[3], [3, 2]],
    [
      [2, 3],
      [4, 2],
    ],
    [
      [2, 2, 3],
      [3, 3, 2],
    ],
  ]) {
    it(`rejects [${a}] · [${b}]`, () => {
      const error = expect.objectContaining({ code: 'shape-mismatch' });
      expect(() => batchedMatmulShape(a, b)).toThrow(error);
    });
  }
});
