import type { DType } from '../tensor/dtype.ts';
import { elementCount, Tensor } from '../tensor/tensor.ts';
import { elementwiseTolerances, type KernelFixture } from '../testing/fixture.ts';
import { kernelTest } from '../testing/kernel-test.ts';
import { describe, expect, it } from '../testing/testing.ts';
import { drawQuantize, type QuantizeCase, quantizeCases } from './quantize.cases.ts';
import { dequantizeReference, quantizeReference } from './quantize.reference.ts';
import { dequantize, quantize } from './quantize.ts';

kernelTest('quantize', { cases: quantizeCases, draw: drawQuantize, draws: 12, run: runCase });

async function runCase(f: KernelFixture, kase: QuantizeCase) {
  const { shape, axis, single = false, withoutZero = false, low, high } = kase;
  const sizes = single ? [] : [shape.at(axis) ?? 1];
  const channels = elementCount(sizes);
  const drawn = (least: number, most: number, count: number) =>
    Float64Array.from({ length: count }, () => f.random.integer(least, most));
  const scale = f.weight(sizes, { values: drawn(-6, 2, channels).map((power) => 2 ** power) });
  const zeros = withoutZero ? new Float64Array(channels) : drawn(low, high, channels);
  const zero = withoutZero ? undefined : f.input(sizes, 'dense', zeros, 'i32').tensor;
  // Halves of steps, so that some are ties, and some beyond the range.
  const values = drawn(-600, 600, elementCount(shape)).map((halves) => halves / 8);
  const input = f.input(shape, 'dense', values);
  const stored = f.output(shape, 'dense', 'i32');
  await f.run(quantize({ input: input.tensor, scale, zero, axis, low, high, output: stored }));
  const along = axis < 0 ? axis + shape.length : axis;
  const steps = { scale: scale.values, zero: zeros, axis: along };
  const whole = quantizeReference(input.values, shape, { ...steps, low, high });
  await f.compare(stored, whole, { relative: 0 });

  const output = f.output(shape, 'dense');
  await f.run(dequantize({ input: stored, scale, zero, axis, output }));
  const reference = dequantizeReference(whole, shape, steps);
  await f.compare(output, reference, elementwiseTolerances[f.real]);
}

describe('quantize arguments', () => {
  const tensor = (shape: number[], dtype: DType = 'f32') =>
    new Tensor('test', { shape, dtype, layout: 'dense' });
  const args = {
    input: tensor([5, 7]),
    scale: { tensor: tensor([7]) },
    zero: tensor([7], 'i32'),
    axis: 1,
    low: 0,
    high: 255,
    output: tensor([5, 7], 'i32'),
  };

  it.each([
    ['an input of whole numbers', { input: tensor([5, 7], 'i32') }],
    ['an output of f32', { output: tensor([5, 7]) }],
    ['scales of another axis', { axis: 0 }],
    ['a table of scales', { scale: { tensor: tensor([5, 7]) } }],
    ['zeros for other scales', { zero: tensor([5], 'i32') }],
    ['an axis that is not there', { axis: 2 }],
  ])('refuse %s', (_name, wrong) => {
    const error = expect.objectContaining({ code: 'shape-mismatch' });
    expect(() => quantize({ ...args, ...wrong })).toThrow(error);
  });

  it('refuse to dequantize into another shape', () => {
    const error = expect.objectContaining({ code: 'shape-mismatch' });
    const { scale, axis, output: input } = args;
    expect(() => dequantize({ input, scale, axis, output: tensor([7, 5]) })).toThrow(error);
  });
});
