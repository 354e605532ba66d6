import { elementCount, type Shape, Tensor, type TensorSpec } from '../tensor/tensor.ts';
import { noPadding } from '../tensor/window.ts';
import { elementwiseTolerances, type KernelFixture } from '../testing/fixture.ts';
import { kernelTest } from '../testing/kernel-test.ts';
import { describe, expect, it } from '../testing/testing.ts';
import { lpPool2d } from './lp.ts';
import { drawPool2d, type Pool2dCase, pool2dCases } from './pool2d.cases.ts';
import { pool2dReference } from './pool2d.reference.ts';
import { type Pool2dArgs, pool2d, pool2dShape } from './pool2d.ts';

for (const kind of ['average', 'lp', 'max'] as const) {
  kernelTest(`pool2d ${kind}`, {
    cases: pool2dCases,
    draw: drawPool2d,
    run: (fixture, kase) => runCase(fixture, kase, kind),
  });
}

async function runCase(f: KernelFixture, kase: Pool2dCase, kind: 'average' | 'lp' | 'max') {
  const { batch, size, channels, live, ...attributes } = kase;
  const inputShape: Shape = [batch, ...size, channels];
  const shape = pool2dShape(inputShape, attributes);
  // Below 0, so that a zero from the padding would win a maximum.
  const input = f.input(inputShape, 'nhwc4', f.values(elementCount(inputShape), -2, -1));
  const output = f.output(shape, 'nhwc4');
  const tensors = { input: input.tensor, output, live: f.live(live) };
  const args = { ...attributes, ...tensors };
  await f.run(kind === 'lp' ? lpPool2d(args) : pool2d({ ...args, kind }));
  const reference = pool2dReference({ ...attributes, kind, input: input.values, inputShape });
  await f.compareLive(output, reference, live, elementwiseTolerances[f.real]);
}

describe('pool2d arguments', () => {
  const image: TensorSpec = { shape: [1, 8, 8, 4], dtype: 'f32', layout: 'nhwc4' };
  const pooled: TensorSpec = { ...image, shape: [1, 4, 4, 4] };
  const args: Pool2dArgs = {
    kind: 'max',
    input: new Tensor('input', image),
    output: new Tensor('output', pooled),
    kernel: [2, 2],
    strides: [2, 2],
    padding: noPadding,
  };
  const wrong: Readonly<Record<string, Partial<Pool2dArgs>>> = {
    'an input of whole numbers': { input: new Tensor('input', { ...image, dtype: 'u32' }) },
    'a dense input': { input: new Tensor('input', { ...image, layout: 'dense' }) },
    'an output of another size': { output: new Tensor('output', image) },
    'an output of another dtype': { output: new Tensor('output', { ...pooled, dtype: 'f16' }) },
    'an empty window': { kernel: [0, 2] },
    'a stride of 0': { strides: [2, 0] },
    'a dilation of 0': { dilations: [0, 1] },
    'padding below 0': { padding: { ...noPadding, left: -1 } },
  };
  for (const [name, change] of Object.entries(wrong)) {
    it(`rejects ${name}`, () => {
      const error = expect.objectContaining({ code: 'shape-mismatch' });
      expect(() => pool2d({ ...args, ...change })).toThrow(error);
    });
  }

  it('rejects an exponent of 0', () => {
    const error = expect.objectContaining({ code: 'shape-mismatch' });
    expect(() => lpPool2d({ ...args, p: 0 })).toThrow(error);
  });

  it('are fine as they are', () => {
    expect(pool2d(args)).toHaveLength(1);
  });
});
