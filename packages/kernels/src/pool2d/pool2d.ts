import { shapeMismatch } from '../errors.ts';
import { type Dispatch, dispatch } from '../shader/dispatch.ts';
import { linearGrid } from '../shader/grid.ts';
import { defineShader } from '../shader/shader.ts';
import { extend, struct } from '../shader/struct.ts';
import { requireLayout, requireReal, requireSame, requireShape } from '../tensor/require.ts';
import { imageShape, type Shape, type Tensor, vec4Count } from '../tensor/tensor.ts';
import { noPadding, outputSize, type Padding, type Pair, requireWindow } from '../tensor/window.ts';
import averageSource from './average.wgsl';
import lpSource from './lp.wgsl';
import maxSource from './max.wgsl';

const windowFields = {
  batch: 'u32',
  in_height: 'u32',
  in_width: 'u32',
  vec4s: 'u32',
  out_height: 'u32',
  out_width: 'u32',
  kernel_height: 'u32',
  kernel_width: 'u32',
  stride_y: 'u32',
  stride_x: 'u32',
  dilation_y: 'u32',
  dilation_x: 'u32',
  pad_top: 'u32',
  pad_left: 'u32',
} as const;

export const averagePool2dShader = defineShader({
  name: 'pool2d/average',
  source: averageSource,
  params: struct(
    extend(windowFields, {
      counted_top: 'u32',
      counted_bottom: 'u32',
      counted_left: 'u32',
      counted_right: 'u32',
    }),
  ),
  batched: true,
});

export const maxPool2dShader = defineShader({
  name: 'pool2d/max',
  source: maxSource,
  params: struct(windowFields),
  batched: true,
});

export const lpPool2dShader = defineShader({
  name: 'pool2d/lp',
  source: lpSource,
  params: struct(extend(windowFields, { p: 'u32' })),
  batched: true,
});

/** The largest exponent of an Lp pooling. */
const mostP = 64;

export interface Pool2dAttributes {
  readonly kind: 'average' | 'lp' | 'max';
  /** Height and width of the window. */
  readonly kernel: Pair;
  /** Steps of the window in y and x. */
  readonly strides: Pair;
  /** Distance between the window's taps in y and x; 1 where it is left out. */
  readonly dilations?: Pair | undefined;
  /** Rows and columns around the input that never win a maximum and add nothing to a sum. */
  readonly padding: Padding;
  /** Whether a last window may hang over the end, see {@link outputSize}; no where left out. */
  readonly ceil?: boolean | undefined;
  /**
   * Whether an average divides by the padding in its window too; no where left out, as in TensorFlow
   * and ONNX. What hangs over the end of the padding never counts.
   */
  readonly countPadding?: boolean | undefined;
  /** The exponent of `lp`: a whole number from 1 to 64; 2 where it is left out. */
  readonly p?: number | undefined;
}

export interface Pool2dArgs extends Pool2dAttributes {
  /** `[batch, height, width, channels]`, nhwc4, f32 or f16. */
  readonly input: Tensor;
  /** `[batch, output height, output width, channels]`, nhwc4, dtype of the input. */
  readonly output: Tensor;
  /** One u32: how many images of the batch to compute. All where it is left out. */
  readonly live?: Tensor | undefined;
}

/**
 * The maximum, the average or the p-norm of each window. A window that covers nothing but padding
 * gives 0.
 *
 * @throws FaceGpuError `shape-mismatch`
 */
export function pool2d(args: Pool2dArgs): Dispatch[] {
  requirePool2d(args);
  const { kind, input, output, live, padding, countPadding, p = 2 } = args;
  const counted = countPadding ? padding : noPadding;
  const params = windowParams(args);
  const options = {
    label: `${kind} pool2d`,
    real: requireReal('pool2d', input),
    tensors: { input, output },
    live,
    workgroups: linearGrid(params.batch * params.out_height * params.out_width * params.vec4s, 64),
  };
  if (kind === 'max') return [dispatch(maxPool2dShader, { ...options, params })];
  if (kind === 'lp') return [dispatch(lpPool2dShader, { ...options, params: { ...params, p } })];
  return [
    dispatch(averagePool2dShader, {
      ...options,
      params: {
        ...params,
        counted_top: counted.top,
        counted_bottom: counted.bottom,
        counted_left: counted.left,
        counted_right: counted.right,
      },
    }),
  ];
}

/** The shape of a pooling's output. */
export function pool2dShape(
  input: Shape,
  attributes: Pick<Pool2dAttributes, 'kernel' | 'strides' | 'dilations' | 'padding' | 'ceil'>,
): Shape {
  const [batch, height, width, channels] = imageShape(input);
  return [batch, ...outputSize([height, width], attributes), channels];
}

function windowParams(args: Pool2dArgs) {
  const { input, output, kernel, strides, dilations = [1, 1], padding } = args;
  const [batch, inHeight, inWidth, channels] = imageShape(input.shape);
  const [, outHeight, outWidth] = imageShape(output.shape);
  return {
    batch,
    in_height: inHeight,
    in_width: inWidth,
    vec4s: vec4Count(channels),
    out_height: outHeight,
    out_width: outWidth,
    kernel_height: kernel[0],
    kernel_width: kernel[1],
    stride_y: strides[0],
    stride_x: strides[1],
    dilation_y: dilations[0],
    dilation_x: dilations[1],
    pad_top: padding.top,
    pad_left: padding.left,
  };
}

function requirePool2d(args: Pool2dArgs): void {
  const { input, output } = args;
  requireReal('pool2d', input);
  requireLayout('pool2d', 'input', input, 'nhwc4');
  requireWindow('pool2d', args);
  requireExponent(args.p ?? 2);
  const shape = pool2dShape(input.shape, args);
  requireShape('pool2d', 'output', output, shape);
  requireSame('pool2d', output, { shape, dtype: input.dtype, layout: input.layout });
}

function requireExponent(p: number): void {
  if (Number.isInteger(p) && p >= 1 && p <= mostP) return;
  throw shapeMismatch(`pool2d: p is ${p}`, `Give a whole number from 1 to ${mostP}.`);
}
