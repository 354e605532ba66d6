import { elementCount, Tensor, type TensorSpec } from '../tensor/tensor.ts';
import { kernelTest } from '../testing/kernel-test.ts';
import { describe, expect, it } from '../testing/testing.ts';
import { drawGlobalAveragePool, globalAveragePoolCases } from './global-average-pool.cases.ts';
import { globalAveragePoolReference } from './global-average-pool.reference.ts';
import {
  type GlobalAveragePoolArgs,
  globalAveragePool,
  globalAveragePoolShape,
} from './global-average-pool.ts';

kernelTest('globalAveragePool', {
  cases: globalAveragePoolCases,
  draw: drawGlobalAveragePool,
  run: async (f, kase) => {
    const { shape: inputShape, live } = kase;
    const shape = globalAveragePoolShape(inputShape);
    // Mostly above 0: of a mean that cancels, the tolerance would be a share of next to nothing.
    const values = f.values(elementCount(inputShape), -0.5, 1);
    const input = f.input(inputShape, 'nhwc4', values);
    const output = f.output(shape, 'nhwc4');
    await f.run(
      globalAveragePool({
        input: input.tensor,
        output,
        live: f.live(live),
      }),
    );
    const reference = globalAveragePoolReference(input.values, inputShape);
    await f.compareLive(output, reference, live);
  },
});

describe('globalAveragePool arguments', () => {
  const image: TensorSpec = { shape: [1, 8, 8, 4], dtype: 'f32', layout: 'nhwc4' };
  const pixel: TensorSpec = { ...image, shape: [1, 1, 1, 4] };
  const args: GlobalAveragePoolArgs = {
    input: new Tensor('input', image),
    output: new Tensor('output', pixel),
  };
  const wrong: Readonly<Record<string, Partial<GlobalAveragePoolArgs>>> = {
    'an input of whole numbers': { input: new Tensor('input', { ...image, dtype: 'u32' }) },
    'a dense input': { input: new Tensor('input', { ...image, layout: 'dense' }) },
    'an output of another size': { output: new Tensor('output', image) },
    'an output of another dtype': { output: new Tensor('output', { ...pixel, dtype: 'f16' }) },
  };
  for (const [name, change] of Object.entries(wrong)) {
    it(`rejects ${name}`, () => {
      const error = expect.objectContaining({ code: 'shape-mismatch' });
      expect(() => globalAveragePool({ ...args, ...change })).toThrow(error);
    });
  }

  it('are fine as they are', () => {
    expect(globalAveragePool(args)).toHaveLength(1);
  });
});
