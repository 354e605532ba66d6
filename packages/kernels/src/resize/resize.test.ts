import { type Shape, Tensor, type TensorSpec } from '../tensor/tensor.ts';
import { elementwiseTolerances, type KernelFixture } from '../testing/fixture.ts';
import { kernelTest } from '../testing/kernel-test.ts';
import { describe, expect, it } from '../testing/testing.ts';
import type { ResizeCoordinates } from './coordinates.ts';
import { drawResize, type ResizeCase, resizeCases } from './resize.cases.ts';
import { resizeReference } from './resize.reference.ts';
import { type ResizeArgs, resize } from './resize.ts';
import type { ResizeInterpolation } from './taps.ts';

for (const interpolation of ['bicubic', 'bilinear', 'nearest'] as const) {
  kernelTest(`resize ${interpolation}`, {
    cases: resizeCases,
    draw: drawResize,
    draws: 12,
    run: (fixture, kase) => runCase(fixture, kase, interpolation),
  });
}

async function runCase(f: KernelFixture, kase: ResizeCase, interpolation: ResizeInterpolation) {
  const { batch, from, to, channels, live, ...attributes } = kase;
  const inputShape: Shape = [batch, ...from, channels];
  const shape: Shape = [batch, ...to, channels];
  const input = f.input(inputShape, 'nhwc4');
  const output = f.output(shape, 'nhwc4');
  await f.run(
    resize({
      ...attributes,
      interpolation,
      input: input.tensor,
      output,
      live: f.live(live),
    }),
  );
  const reference = resizeReference({
    ...attributes,
    interpolation,
    input: input.values,
    inputShape,
    outputShape: shape,
  });
  await f.compareLive(output, reference, live, elementwiseTolerances[f.real]);
}

// One row, so that the expected values can be checked by hand. The first bilinear one is ONNX's own
// example, resize_upsample_scales_linear.
describe('resizeReference', () => {
  const expected: readonly [ResizeInterpolation, ResizeCoordinates, readonly number[]][] = [
    ['bilinear', 'half-pixel', [1, 1.25, 1.75, 2]],
    ['bilinear', 'asymmetric', [1, 1.5, 2, 2]],
    ['bilinear', 'align-corners', [1, 4 / 3, 5 / 3, 2]],
    ['nearest', 'half-pixel', [1, 2, 2]],
    ['nearest', 'asymmetric', [1, 1, 2]],
    ['nearest', 'align-corners', [1, 2, 2]],
    ['bicubic', 'half-pixel', [0.89453125, 1.2265625, 1.7734375, 2.10546875]],
  ];
  for (const [interpolation, coordinates, row] of expected) {
    it(`of 2 pixels, ${interpolation}, ${coordinates}`, () => {
      const got = resizeReference({
        interpolation,
        coordinates,
        input: Float64Array.of(1, 2),
        inputShape: [1, 1, 2, 1],
        outputShape: [1, 1, row.length, 1],
      });
      expect(got.length).toBe(row.length);
      row.forEach((value, i) => {
        expect(got[i]).toBeCloseTo(value, 12);
      });
    });
  }
});

describe('resize arguments', () => {
  const small: TensorSpec = { shape: [1, 4, 4, 3], dtype: 'f32', layout: 'nhwc4' };
  const large: TensorSpec = { ...small, shape: [1, 8, 8, 3] };
  const output = (change: Partial<TensorSpec>) => new Tensor('output', { ...large, ...change });
  const args: ResizeArgs = {
    interpolation: 'bilinear',
    coordinates: 'half-pixel',
    input: new Tensor('input', small),
    output: output({}),
  };
  const wrong: Readonly<Record<string, Partial<ResizeArgs>>> = {
    'an input of whole numbers': { input: new Tensor('input', { ...small, dtype: 'u32' }) },
    'a dense input': { input: new Tensor('input', { ...small, layout: 'dense' }) },
    'an input without pixels': { input: new Tensor('input', { ...small, shape: [1, 0, 4, 3] }) },
    'a dense output': { output: output({ layout: 'dense' }) },
    'an output of another batch': { output: output({ shape: [2, 8, 8, 3] }) },
    'an output of other channels': { output: output({ shape: [1, 8, 8, 4] }) },
    'an output of another dtype': { output: output({ dtype: 'f16' }) },
    'a scale of 0': { scales: [0, 1] },
  };
  for (const [name, change] of Object.entries(wrong)) {
    it(`rejects ${name}`, () => {
      const error = expect.objectContaining({ code: 'shape-mismatch' });
      expect(() => resize({ ...args, ...change })).toThrow(error);
    });
  }

  it('are fine as they are', () => {
    expect(resize(args)).toHaveLength(1);
  });
});
