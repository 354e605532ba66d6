import { packRows, packVector } from '../pack/pack.ts';
import { dispatch } from '../shader/dispatch.ts';
import { linearGrid } from '../shader/grid.ts';
import { defineShader } from '../shader/shader.ts';
import { struct } from '../shader/struct.ts';
import { requireReal } from '../tensor/require.ts';
import { imageShape, vec4Count } from '../tensor/tensor.ts';
import type { Conv2dVariant } from './contract.ts';
import source from './depthwise-3x3.wgsl';
import { isDepthwise, packedSlopes } from './params.ts';

const columns = 2;

interface Size {
  /** Invocations of a workgroup. */
  readonly workgroup: number;
  /** Invocations that keep an adapter busy: beyond that, taller strips save more than they cost. */
  readonly enough: number;
}

const sizes: Readonly<Record<'software' | 'hardware', Size>> = {
  software: { workgroup: 16, enough: 2 ** 7 },
  hardware: { workgroup: 64, enough: 2 ** 16 },
};

export const depthwise3x3Shader = defineShader({
  name: 'conv2d/depthwise-3x3',
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
    strip_rows: 'u32',
    taps: 'u32',
    stride: 'u32',
  }),
  constants: { WORKGROUP: 64 },
  batched: true,
  slopes: true,
  inputActivation: true,
  activation: true,
});

/** One filter of 3×3 for each channel. */
export const depthwise3x3: Conv2dVariant = {
  supports: (_target, args) => {
    const [kernelHeight, kernelWidth] = imageShape(args.weight.tensor.shape);
    const is3x3 = kernelHeight === 3 && kernelWidth === 3;
    const [strideY, strideX] = args.strides;
    const isDense = strideY === strideX && strideY <= 2 && Math.max(...args.dilations) === 1;
    return isDepthwise(args) && is3x3 && isDense && !args.residual;
  },
  dispatch: ({ info }, args) => {
    const { input, weight, bias, activation, output, strides, live } = args;
    const real = requireReal('conv2d', input);
    const [batch, height, width, channels] = imageShape(output.shape);
    const [, inHeight, inWidth] = imageShape(input.shape);
    const vec4s = vec4Count(channels);
    const across = batch * Math.ceil(width / columns) * vec4s;
    const { workgroup, enough } = info.software ? sizes.software : sizes.hardware;
    const stripRows = Math.max(1, Math.min(height, Math.floor((across * height) / enough)));
    return [
      dispatch(depthwise3x3Shader, {
        label: 'depthwise conv2d',
        real,
        activation,
        inputActivation: args.inputActivation,
        constants: { WORKGROUP: workgroup },
        params: {
          batch,
          in_height: inHeight,
          in_width: inWidth,
          vec4s,
          out_height: height,
          out_width: width,
          pad_top: args.padding.top,
          pad_left: args.padding.left,
          strip_rows: stripRows,
          taps: 9,
          stride: strides[0],
        },
        tensors: {
          input,
          weight: packRows(weight, real),
          bias: packVector(bias, channels),
          output,
        },
        live,
        slopes: packedSlopes(args),
        workgroups: linearGrid(across * Math.ceil(height / stripRows), workgroup),
      }),
    ];
  },
};
