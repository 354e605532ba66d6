import { copyValues } from '../copy/copy.cases.ts';
import { Tensor } from '../tensor/tensor.ts';
import { kernelTest } from '../testing/kernel-test.ts';
import { describe, expect, it } from '../testing/testing.ts';
import { broadcastToCases, drawBroadcastTo } from './broadcast-to.cases.ts';
import { broadcastToReference } from './broadcast-to.reference.ts';
import { broadcastTo } from './broadcast-to.ts';

kernelTest('broadcastTo', {
  cases: broadcastToCases,
  draw: drawBroadcastTo,
  draws: 12,
  run: async (f, { from, to, dtype = f.real }) => {
    const input = f.input(from, 'dense', copyValues(f.random, from, dtype), dtype);
    const output = f.output(to, 'dense', dtype);
    await f.run(broadcastTo({ input: input.tensor, output }));
    await f.compare(output, broadcastToReference(input.values, from, to), { relative: 0 });
  },
});

describe('broadcastTo arguments', () => {
  const tensor = (...shape: number[]) =>
    new Tensor('test', { shape, dtype: 'f32', layout: 'dense' });

  it.each([
    ['a size that does not stretch', tensor(3), tensor(2, 4)],
    ['an output that would stretch itself', tensor(3), tensor(1)],
    ['an output of fewer axes', tensor(1, 3), tensor(3)],
  ])('refuse %s', (_name, input, output) => {
    const error = expect.objectContaining({ code: 'shape-mismatch' });
    expect(() => broadcastTo({ input, output })).toThrow(error);
  });
});
