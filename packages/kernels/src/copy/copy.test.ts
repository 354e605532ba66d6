import { type Axis, mergeAxes } from '../tensor/axes.ts';
import { Tensor, type TensorSpec } from '../tensor/tensor.ts';
import type { KernelFixture } from '../testing/fixture.ts';
import { kernelTest } from '../testing/kernel-test.ts';
import { describe, expect, it } from '../testing/testing.ts';
import { type CopyCase, copyCases, drawCopy } from './copy.cases.ts';
import { copyReference } from './copy.reference.ts';
import {
  type CopyArgs,
  type CopyVariantName,
  chooseCopy,
  copy,
  copyVariants,
  supportsCopy,
} from './copy.ts';

kernelTest('copy', {
  cases: copyCases,
  draw: drawCopy,
  run: async (f, kase) => {
    for (const variant of Object.keys(copyVariants) as CopyVariantName[]) {
      await runCase(f, kase, variant);
    }
  },
});

/** Copies in units of one width, where the case divides into them. */
async function runCase(f: KernelFixture, kase: CopyCase, variant: CopyVariantName) {
  const { inputs, outputs, dtype = f.real, ...box } = kase;
  // Whole numbers tell every element from its neighbours, in any dtype.
  const most = dtype === 'u8' ? 251 : dtype === 'f16' ? 2047 : inputs;
  const values = Float64Array.from({ length: inputs }, (_, i) => i % most);
  const input = f.input([inputs], 'dense', values, dtype);
  const before = new Float64Array(outputs).fill(dtype === 'u8' ? 254 : 9999);
  const output = f.input([outputs], 'dense', before, dtype);
  const args: CopyArgs = { ...box, input: input.tensor, output: output.tensor };
  if (!supportsCopy(args, variant)) return;
  const dispatches = copy(args, 'copy', variant);
  await f.run(dispatches);
  const reference = copyReference(input.values, output.values, box);
  await f.compare(output.tensor, reference, { relative: 0 });
}

describe('copy', () => {
  const spec: TensorSpec = { shape: [8, 8], dtype: 'f16', layout: 'dense' };
  const tensor = new Tensor('test', spec);

  it('takes the widest unit that divides rows, strides and starts', () => {
    const choose = (size: number, stride: number, inputStart = 0) =>
      chooseCopy({
        input: tensor,
        output: tensor,
        axes: [
          { size: 3, strides: [stride, stride] },
          { size, strides: [1, 1] },
        ],
        inputStart,
      });
    expect(choose(8, 16)).toBe('vec4s');
    expect(choose(8, 12)).toBe('words');
    expect(choose(6, 16)).toBe('words');
    expect(choose(8, 16, 4)).toBe('words');
    expect(choose(8, 16, 1)).toBe('halves');
    expect(choose(7, 16)).toBe('halves');
  });

  it('merges axes that go on evenly in both tensors', () => {
    const axes: readonly Axis[] = [
      { size: 5, strides: [24, 48] },
      { size: 1, strides: [7, 7] },
      { size: 4, strides: [6, 12] },
      { size: 6, strides: [1, 1] },
    ];
    expect(mergeAxes(axes)).toEqual([
      { size: 20, strides: [6, 12] },
      { size: 6, strides: [1, 1] },
    ]);
  });

  const args: CopyArgs = {
    input: tensor,
    output: tensor,
    axes: [{ size: 64, strides: [1, 1] }],
  };
  const wrong: Readonly<Record<string, Partial<CopyArgs>>> = {
    'another dtype': { output: new Tensor('output', { ...spec, dtype: 'u32' }) },
    'a box that leaves the input': { inputStart: 1 },
    'a box that begins before the input': { axes: [{ size: 8, strides: [-1, 1] }], inputStart: 6 },
    'a box that leaves the output': { outputStart: 1 },
  };
  for (const [name, change] of Object.entries(wrong)) {
    it(`rejects ${name}`, () => {
      const error = expect.objectContaining({ code: 'shape-mismatch' });
      expect(() => copy({ ...args, ...change })).toThrow(error);
    });
  }
});
