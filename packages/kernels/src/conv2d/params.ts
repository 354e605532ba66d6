import { imageShape, vec4Count } from '../tensor/tensor.ts';
import type { Conv2dArgs } from './contract.ts';

/** Fields that the tiled and the grouped variant share. */
export const windowFields = {
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
  dilation_y: 'u32',
  dilation_x: 'u32',
  pad_top: 'u32',
  pad_left: 'u32',
} as const;

export function windowParams({ input, weight, output, strides, dilations, padding }: Conv2dArgs) {
  const [batch, inHeight, inWidth, inputs] = imageShape(input.shape);
  const [, outHeight, outWidth, outputs] = imageShape(output.shape);
  const [kernelHeight, kernelWidth] = imageShape(weight.shape);
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
    dilation_y: dilations[0],
    dilation_x: dilations[1],
    pad_top: padding.top,
    pad_left: padding.left,
  };
}
