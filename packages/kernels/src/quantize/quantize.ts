import { shapeMismatch } from '../errors.ts';
import { packVector } from '../pack/pack.ts';
import { type Dispatch, dispatch } from '../shader/dispatch.ts';
import { linearGrid } from '../shader/grid.ts';
import { defineShader } from '../shader/shader.ts';
import { struct } from '../shader/struct.ts';
import { requireAxis } from '../tensor/axes.ts';
import { requireLayout, requireReal, requireSpec } from '../tensor/require.ts';
import { elementCount, formatShape, type Shape, type Tensor } from '../tensor/tensor.ts';
import { constant } from '../tensor/values.ts';
import { requireWeight, type Weight } from '../tensor/weight.ts';
import dequantizeSource from './dequantize.wgsl';
import quantizeSource from './quantize.wgsl';

export const quantizeShader = defineShader({
  name: 'quantize/quantize',
  source: quantizeSource,
  params: struct({ count: 'u32', inner: 'u32', channels: 'u32', least: 'i32', most: 'i32' }),
});

export const dequantizeShader = defineShader({
  name: 'quantize/dequantize',
  source: dequantizeSource,
  params: struct({ count: 'u32', inner: 'u32', channels: 'u32' }),
});

/** How whole numbers stand for others: `value = (stored - zero) · scale`. */
export interface QuantizationArgs {
  /** One number, or a list with one for each index of the axis; above 0. */
  readonly scale: Weight;
  /** Dense, i32, shape of the scale; 0 where it is left out. */
  readonly zero?: Tensor | undefined;
  /** The axis of the scales, counted from the end where it is negative; only read where there is a list. */
  readonly axis: number;
}

export interface QuantizeArgs extends QuantizationArgs {
  /** Dense, f32 or f16. */
  readonly input: Tensor;
  /** Dense, i32, shape of the input. */
  readonly output: Tensor;
  /** The range of what is stored: results beyond it become its ends. */
  readonly low: number;
  readonly high: number;
}

export interface DequantizeArgs extends QuantizationArgs {
  /** Dense, i32. */
  readonly input: Tensor;
  /** Dense, f32 or f16, shape of the input. */
  readonly output: Tensor;
}

/**
 * Numbers as whole steps of a scale, rounded to nearest, ties to even: `round(x / scale) + zero`.
 *
 * @throws FaceGpuError `shape-mismatch`
 */
export function quantize(args: QuantizeArgs): Dispatch[] {
  const { input, output, low, high } = args;
  const { shape } = input;
  const real = requireReal('quantize', input);
  requireLayout('quantize', 'input', input, 'dense');
  requireSpec('quantize', 'output', output, { shape, dtype: 'i32', layout: 'dense' });
  const { count, inner, channels, scale, zero } = steps('quantize', shape, args);
  return [
    dispatch(quantizeShader, {
      label: 'quantize',
      real,
      params: { count, inner, channels, least: low, most: high },
      tensors: { input, scale, zero, output },
      workgroups: linearGrid(count, 64),
    }),
  ];
}

/**
 * The reverse of {@link quantize}.
 *
 * @throws FaceGpuError `shape-mismatch`
 */
export function dequantize(args: DequantizeArgs): Dispatch[] {
  const { input, output } = args;
  const { shape } = input;
  const real = requireReal('dequantize', output);
  requireSpec('dequantize', 'input', input, { shape, dtype: 'i32', layout: 'dense' });
  requireSpec('dequantize', 'output', output, { shape, dtype: real, layout: 'dense' });
  const { count, inner, channels, scale, zero } = steps('dequantize', shape, args);
  return [
    dispatch(dequantizeShader, {
      label: 'dequantize',
      real,
      params: { count, inner, channels },
      tensors: { input, scale, zero, output },
      workgroups: linearGrid(count, 64),
    }),
  ];
}

/** Which scale each element has, and scales and zeros as shaders read them. */
function steps(kernel: string, shape: Shape, { scale, zero, axis }: QuantizationArgs) {
  requireWeight(kernel, 'scale', scale);
  const sizes = scale.tensor.shape;
  const channels = elementCount(sizes);
  const along = channels === 1 ? -1 : requireAxis(kernel, axis, shape.length);
  if (sizes.length > 1 || (along >= 0 && channels !== shape[along])) {
    throw shapeMismatch(
      `${kernel}: scales are ${formatShape(sizes)} for ${formatShape(shape)} along axis ${axis}`,
      'Give one, or a list with one for each index of the axis.',
    );
  }
  if (zero) requireSpec(kernel, 'zero', zero, { shape: sizes, dtype: 'i32', layout: 'dense' });
  return {
    count: elementCount(shape),
    inner: along < 0 ? 1 : elementCount(shape.slice(along + 1)),
    channels,
    scale: packVector(scale, channels),
    zero: zero ?? constant('zeros', [channels], new Int32Array(channels), { dtype: 'i32' }),
  };
}
