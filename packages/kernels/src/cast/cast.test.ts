import { elementCount, Tensor, type TensorSpec } from '../tensor/tensor.ts';
import { roundTo } from '../tensor/values.ts';
import type { KernelFixture } from '../testing/fixture.ts';
import { kernelTest } from '../testing/kernel-test.ts';
import { describe, expect, it } from '../testing/testing.ts';
import { type CastCase, castCases } from './cast.cases.ts';
import { castReference } from './cast.reference.ts';
import { cast } from './cast.ts';

kernelTest('cast', {
  cases: castCases,
  reals: ['f32'],
  run: async (f, kase) => {
    const { from, to, shape, layout } = kase;
    const input = f.input(shape, layout, drawValues(f, kase), from);
    const output = f.output(shape, layout, to);
    await f.run(cast({ input: input.tensor, output }));
    await f.compare(output, roundTo(castReference(input.values, from, to), to), { relative: 0 });
  },
});

const special = [NaN, Infinity, -Infinity, 0, -0, 1e10, -1e10, 65504, 65519, 65520, 2 ** 31];
const tiny = [2 ** -24, 2 ** -25, 3 * 2 ** -26, 2 ** -14, 1023.5 * 2 ** -24, -(2 ** -149)];

function drawValues({ random }: KernelFixture, { from, shape, values }: CastCase): number[] {
  const least = from === 'u32' || from === 'u8' || from === 'bool' ? 0 : -999;
  return Array.from({ length: elementCount(shape) }, () => {
    if (values === 'special') return random.pick([...special, ...tiny]);
    const most = from === 'u8' ? 255 : 999;
    return random.pick([0, random.uniform(-2, 2), random.uniform(least, most)]);
  }).map((value) =>
    from === 'f32' || from === 'f16' ? value : Math.max(Math.trunc(value), least),
  );
}

describe('cast arguments', () => {
  const spec: TensorSpec = { shape: [2, 3], dtype: 'f32', layout: 'dense' };
  it('rejects an output of another shape', () => {
    const input = new Tensor('input', spec);
    const output = new Tensor('output', { ...spec, shape: [3, 2], dtype: 'i32' });
    const error = expect.objectContaining({ code: 'shape-mismatch' });
    expect(() => cast({ input, output })).toThrow(error);
  });
});
