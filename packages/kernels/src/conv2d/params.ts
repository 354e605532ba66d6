import { packVector } from '../pack/pack.ts';
import { extend } from '../shader/struct.ts';
import { imageShape, type Tensor, vec4Count } from '../tensor/tensor.ts';
import type { Conv2dArgs } from './contract.ts';

/** A convolution whose weights may be anywhere. */
export type WindowArgs = Omit<Conv2dArgs, 'weight'> & {
  readonly weight: { readonly tensor: Pick<Tensor, 'shape'> };
};

/** The slopes of negative values as the shaders read them, if there are any. */
export function packedSlopes({ slopes, output }: Pick<WindowArgs, 'slopes' | 'output'>) {
  return slopes && packVector(slopes, imageShape(output.shape)[3]);
}

/** Whether each channel has a filter of its own. */
export function isDepthwise(args: Pick<WindowArgs, 'input' | 'weight' | 'groups'>): boolean {
  const { input, weight, groups } = args;
  const channels = imageShape(input.shape)[3];
  return groups === channels && imageShape(weight.tensor.shape)[3] === channels;
}

/** What every convolution's walk needs to know of its sizes, transposed ones too. */
export const sizeFields = {
  batch: 'u32',
  in_height: 'u32',
  in_width: 'u32',
  in_vec4s: 'u32',
  out_height: 'u32',
  out_width: 'u32',
  out_vec4s: 'u32',
  kernel_height: 'u32',
  kernel_width: 'u32',
  stride_y: 'u32',
  stride_x: 'u32',
} as const;

export function sizeParams({
  input,
  weight,
  output,
  strides,
}: Pick<WindowArgs, 'input' | 'weight' | 'output' | 'strides'>) {
  const [batch, inHeight, inWidth, inputs] = imageShape(input.shape);
  const [, outHeight, outWidth, outputs] = imageShape(output.shape);
  const [kernelHeight, kernelWidth] = imageShape(weight.tensor.shape);
  return {
    batch,
    in_height: inHeight,
    in_width: inWidth,
    in_vec4s: vec4Count(inputs),
    out_height: outHeight,
    out_width: outWidth,
    out_vec4s: vec4Count(outputs),
    kernel_height: kernelHeight,
    kernel_width: kernelWidth,
    stride_y: strides[0],
    stride_x: strides[1],
  };
}

/** Fields of the variants that walk through a window pixel by pixel. */
export const windowFields = extend(sizeFields, {
  dilation_y: 'u32',
  dilation_x: 'u32',
  pad_top: 'u32',
  pad_left: 'u32',
});

export function windowParams(args: WindowArgs) {
  const { dilations, padding } = args;
  return {
    ...sizeParams(args),
    dilation_y: dilations[0],
    dilation_x: dilations[1],
    pad_top: padding.top,
    pad_left: padding.left,
  };
}

/** Fields of variants that walk through a window in runs of vec4s that lie side by side. */
export const runFields = extend(windowFields, {
  runs: 'u32',
  runs_across: 'u32',
  run_vec4s: 'u32',
  whole_vec4s: 'u32',
  last_lanes: 'u32',
});

/**
 * A run is a row of the window where its pixels lie side by side, and a pixel where they don't. Its
 * first `whole_vec4s` have all four channels, the others only `last_lanes`.
 */
export function runParams({ input, weight, dilations }: WindowArgs) {
  const channels = imageShape(input.shape)[3];
  const [kernelHeight, kernelWidth] = imageShape(weight.tensor.shape);
  const vec4s = vec4Count(channels);
  const isWhole = channels % 4 === 0;
  const isRow = dilations[1] === 1 && (isWhole || vec4s === 1);
  const [across, length] = isRow ? [1, kernelWidth * vec4s] : [kernelWidth, vec4s];
  return {
    runs: kernelHeight * across,
    runs_across: across,
    run_vec4s: length,
    whole_vec4s: isWhole ? length : vec4s - 1,
    last_lanes: ((channels + 3) % 4) + 1,
  };
}
