import { copyValues } from '../copy/copy.cases.ts';
import { Tensor, type TensorSpec } from '../tensor/tensor.ts';
import { kernelTest } from '../testing/kernel-test.ts';
import { describe, expect, it } from '../testing/testing.ts';
import { drawTile, tileCases } from './tile.cases.ts';
import { tileReference } from './tile.reference.ts';
import { type TileArgs, tile, tileShape } from './tile.ts';

kernelTest('tile', {
  cases: tileCases,
  draw: drawTile,
  draws: 12,
  run: async (f, { shape, repeats, dtype = f.real }) => {
    const input = f.input(shape, 'dense', copyValues(f.random, shape, dtype), dtype);
    const output = f.output(tileShape(shape, repeats), 'dense', dtype);
    await f.run(tile({ input: input.tensor, output, repeats }));
    await f.compare(output, tileReference(input.values, shape, repeats), { relative: 0 });
  },
});

describe('tile arguments', () => {
  const spec: TensorSpec = { shape: [2, 3], dtype: 'f32', layout: 'dense' };
  const args: TileArgs = {
    input: new Tensor('input', spec),
    output: new Tensor('output', { ...spec, shape: [4, 3] }),
    repeats: [2, 1],
  };

  it.each([
    ['too few repeats', { repeats: [2] }],
    ['a negative repeat', { repeats: [-2, 1] }],
    ['an output of another shape', { repeats: [1, 2] }],
  ])('refuse %s', (_name, wrong) => {
    const error = expect.objectContaining({ code: 'shape-mismatch' });
    expect(() => tile({ ...args, ...wrong })).toThrow(error);
  });
});
