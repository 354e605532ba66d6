import { dispatch } from '../shader/dispatch.ts';
import { linearGrid } from '../shader/grid.ts';
import { defineShader } from '../shader/shader.ts';
import { struct } from '../shader/struct.ts';
import { requireReal } from '../tensor/require.ts';
import { imageShape, vec4Count } from '../tensor/tensor.ts';
import { packBias } from '../tensor/weights.ts';
import type { Conv2dVariant } from './contract.ts';
import { isDepthwise } from './depthwise.ts';
import source from './depthwise-patch.wgsl';
import { packTaps } from './pack.ts';

export const depthwisePatchShader = defineShader({
  name: 'conv2d/depthwise-patch',
  source,
  params: struct({
    batch: 'u32',
    in_height: 'u32',
    in_width: 'u32',
    vec4s: 'u32',
    out_height: 'u32',
    out_width: 'u32',
    pad_top: 'u32',
    pad_left: 'u32',
    taps: 'u32',
  }),
  constants: {
    ROWS: 2,
    COLUMNS: 4,
    KERNEL_HEIGHT: 3,
    KERNEL_WIDTH: 3,
    STRIDE_Y: 1,
    STRIDE_X: 1,
    ROLLED: 0,
  },
  batched: true,
  residual: true,
  inputActivation: true,
  activation: true,
});

/** The largest kernel whose inputs and weights stay in registers. */
const maxKernel = 3;
const maxStride = 2;

/** One filter for each channel, narrow enough to keep all inputs of a patch in registers. */
export const depthwisePatch: Conv2dVariant = {
  supports: (_target, args) => {
    const [kernelHeight, kernelWidth] = imageShape(args.weight.shape);
    const isSmall = Math.max(kernelHeight, kernelWidth) <= maxKernel;
    const isDense = Math.max(...args.strides) <= maxStride && Math.max(...args.dilations) === 1;
    return isDepthwise(args) && isSmall && isDense;
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
    const rows = info.software ? 4 : 1;
    const columns = 4;
    return dispatch(depthwisePatchShader, {
      label: 'depthwise conv2d',
      real,
      activation,
      inputActivation: args.inputActivation,
      constants: {
        ROWS: rows,
        COLUMNS: columns,
        KERNEL_HEIGHT: kernelHeight,
        KERNEL_WIDTH: kernelWidth,
        STRIDE_Y: strides[0],
        STRIDE_X: strides[1],
        ROLLED: Number(info.software),
      },
      params: {
        batch,
        in_height: inHeight,
        in_width: inWidth,
        vec4s,
        out_height: height,
        out_width: width,
        pad_top: args.padding.top,
        pad_left: args.padding.left,
        taps: kernelHeight * kernelWidth,
      },
      tensors: { input, weight: packTaps(weight, real), bias: packBias(bias, channels), output },
      live,
      residual,
      workgroups: linearGrid(
        batch * Math.ceil(height / rows) * Math.ceil(width / columns) * vec4s,
        64,
      ),
    });
  },
};
