import { packRows, packVector } from '../pack/pack.ts';
import { dispatch } from '../shader/dispatch.ts';
import { linearGrid } from '../shader/grid.ts';
import { defineShader } from '../shader/shader.ts';
import { struct } from '../shader/struct.ts';
import { requireReal } from '../tensor/require.ts';
import { imageShape, vec4Count } from '../tensor/tensor.ts';
import type { Conv2dVariant } from './contract.ts';
import source from './depthwise.wgsl';
import { isDepthwise, packedSlopes, windowParams } from './params.ts';

const pixels = 4;

export const depthwiseShader = defineShader({
  name: 'conv2d/depthwise',
  source,
  params: struct({
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
  }),
  batched: true,
  residual: true,
  slopes: true,
  inputActivation: true,
  activation: true,
});

/** One filter for each channel, of any size. */
export const depthwise: Conv2dVariant = {
  supports: (_target, args) => isDepthwise(args),
  dispatch: (_target, args) => {
    const { input, weight, bias, residual, activation, output, live } = args;
    const real = requireReal('conv2d', input);
    const [batch, height, width, channels] = imageShape(output.shape);
    const vec4s = vec4Count(channels);
    const { in_vec4s, out_vec4s, ...params } = windowParams(args);
    return [
      dispatch(depthwiseShader, {
        label: 'depthwise conv2d',
        real,
        activation,
        inputActivation: args.inputActivation,
        params: { ...params, vec4s },
        tensors: {
          input,
          weight: packRows(weight, real),
          bias: packVector(bias, channels),
          output,
        },
        live,
        residual,
        slopes: packedSlopes(args),
        workgroups: linearGrid(batch * height * Math.ceil(width / pixels) * vec4s, 64),
      }),
    ];
  },
};
