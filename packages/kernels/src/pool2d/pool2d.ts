import { type Dispatch, dispatch } from '../shader/dispatch.ts';
import { linearGrid } from '../shader/grid.ts';
import { defineShader } from '../shader/shader.ts';
import { extend, struct } from '../shader/struct.ts';
import { requireLayout, requireReal, requireSame, requireShape } from '../tensor/require.ts';
import { imageShape, type Shape, type Tensor, vec4Count } from '../tensor/tensor.ts';
import { noPadding, outputSize, type Padding, type Pair, requireWindow } from '../tensor/window.ts';
import averageSource from './average.wgsl';
import maxSource from './max.wgsl';

/** Fields that all poolings have. */
export const windowFields = {
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

/** A window that slides over an image and makes one value of each place. */
export interface Pool2dWindow {
  /** Height and width of the window. */
  readonly kernel: Pair;
  /** Steps of the window in y and x. */
  readonly strides: Pair;
  /** Distance between the window's taps in y and x; 1 where it is left out. */
  readonly dilations?: Pair | undefined;
  /** Rows and columns around the input that never win a maximum and add nothing to a sum. */
  readonly padding: Padding;
  /** Whether a last window may hang over the end, see `outputSize`; no where left out. */
  readonly ceil?: boolean | undefined;
}

export interface Pool2dAttributes extends Pool2dWindow {
  readonly kind: 'average' | 'max';
  /**
   * Whether an average divides by the padding in its window too; no where left out, as in TensorFlow
   * and ONNX. What hangs over the end of the padding never counts.
   */
  readonly countPadding?: boolean | undefined;
}

export interface PoolTensors {
  /** `[batch, height, width, channels]`, nhwc4, f32 or f16. */
  readonly input: Tensor;
  /** `[batch, output height, output width, channels]`, nhwc4, dtype of the input. */
  readonly output: Tensor;
  /** One u32: how many images of the batch to compute. All where it is left out. */
  readonly live?: Tensor | undefined;
}

export interface Pool2dArgs extends PoolTensors, Pool2dAttributes {}

/**
 * The maximum or the average of each window. A window that covers nothing but padding gives 0.
 *
 * @throws FaceGpuError `shape-mismatch`
 */
export function pool2d(args: Pool2dArgs): Dispatch[] {
  requirePool2d('pool2d', args);
  const { kind, input, output, live, padding, countPadding } = args;
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
export function pool2dShape(input: Shape, attributes: Pool2dWindow): Shape {
  const [batch, height, width, channels] = imageShape(input);
  return [batch, ...outputSize([height, width], attributes), channels];
}

export function windowParams(args: PoolTensors & Pool2dWindow) {
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

/** @throws FaceGpuError `shape-mismatch` where the arguments contradict each other */
export function requirePool2d(kernel: string, args: PoolTensors & Pool2dWindow): void {
  const { input, output } = args;
  requireReal(kernel, input);
  requireLayout(kernel, 'input', input, 'nhwc4');
  requireWindow(kernel, args);
  const shape = pool2dShape(input.shape, args);
  requireShape(kernel, 'output', output, shape);
  requireSame(kernel, output, { shape, dtype: input.dtype, layout: input.layout });
}
