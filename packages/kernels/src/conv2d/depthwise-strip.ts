import { dispatch } from '../shader/dispatch.ts';
import { linearGrid } from '../shader/grid.ts';
import { defineShader } from '../shader/shader.ts';
import { struct } from '../shader/struct.ts';
import { requireReal } from '../tensor/require.ts';
import { imageShape, vec4Count } from '../tensor/tensor.ts';
import { packBias } from '../tensor/weights.ts';
import type { Conv2dVariant } from './contract.ts';
import { isDepthwise } from './depthwise.ts';
import source from './depthwise-strip.wgsl';
import { packTaps } from './pack.ts';

export const depthwiseStripShader = defineShader({
  name: 'conv2d/depthwise-strip',
  source,
  params: struct({
    batch: 'u32',
    in_height: 'u32',
    in_width: 'u32',
    vec4s: 'u32',
    out_height: 'u32',
    out_width: 'u32',
    kernel_height: 'u32',
    stride_y: 'u32',
    dilation_y: 'u32',
    pad_top: 'u32',
    pad_left: 'u32',
  }),
  constants: { COLUMNS: 8, KERNEL_WIDTH: 3, STRIDE_X: 1 },
  batched: true,
  residual: true,
  inputActivation: true,
  activation: true,
});

/** The widest kernel whose inputs stay in registers. */
const maxKernelWidth = 3;
const maxStrideX = 2;

/** One filter for each channel, narrow enough to keep all inputs of a strip in registers. */
export const depthwiseStrip: Conv2dVariant = {
  supports: (_target, args) => {
    const kernelWidth = imageShape(args.weight.shape)[1];
    const isNarrow = kernelWidth <= maxKernelWidth && args.strides[1] <= maxStrideX;
    return isDepthwise(args) && isNarrow && args.dilations[1] === 1;
  },
  dispatch: ({ info }, args) => {
    const { input, weight, bias, residual, activation, output, strides, live } = args;
    const real = requireReal('conv2d', input);
    const [batch, height, width, channels] = imageShape(output.shape);
    const [, inHeight, inWidth] = imageShape(input.shape);
    const [kernelHeight, kernelWidth] = imageShape(weight.shape);
    const vec4s = vec4Count(channels);
    // A software adapter pays for every load; a graphics processor finds most of them in its cache,
    // and wants more invocations instead.
    const columns = info.software ? 8 : 4;
    return dispatch(depthwiseStripShader, {
      label: 'depthwise conv2d',
      real,
      activation,
      inputActivation: args.inputActivation,
      constants: { COLUMNS: columns, KERNEL_WIDTH: kernelWidth, STRIDE_X: strides[1] },
      params: {
        batch,
        in_height: inHeight,
        in_width: inWidth,
        vec4s,
        out_height: height,
        out_width: width,
        kernel_height: kernelHeight,
        stride_y: strides[0],
        dilation_y: args.dilations[0],
        pad_top: args.padding.top,
        pad_left: args.padding.left,
      },
      tensors: { input, weight: packTaps(weight, real), bias: packBias(bias, channels), output },
      live,
      residual,
      workgroups: linearGrid(batch * height * Math.ceil(width / columns) * vec4s, 64),
    });
  },
};
