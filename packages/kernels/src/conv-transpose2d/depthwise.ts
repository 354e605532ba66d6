import { isDepthwise } from '../conv2d/params.ts';
import { packRows, packVector } from '../pack/pack.ts';
import { dispatch } from '../shader/dispatch.ts';
import { linearGrid } from '../shader/grid.ts';
import { defineShader } from '../shader/shader.ts';
import { struct } from '../shader/struct.ts';
import { requireReal } from '../tensor/require.ts';
import { imageShape, vec4Count } from '../tensor/tensor.ts';
import type { ConvTranspose2dVariant } from './contract.ts';
import source from './depthwise.wgsl';
import { phaseFields, phaseParams, phaseTable } from './phases.ts';

export const convTransposeDepthwiseShader = defineShader({
  name: 'conv-transpose2d/depthwise',
  source,
  params: struct(phaseFields),
  batched: true,
  activation: true,
});

const pixels = 4;

/** One filter for each channel, of any size. */
export const depthwise: ConvTranspose2dVariant = {
  supports: (_target, args) => isDepthwise(args),
  dispatch(_target, args) {
    const { input, weight, bias, activation, output, live, strides } = args;
    const real = requireReal('convTranspose2d', input);
    const [batch, height, width, channels] = imageShape(output.shape);
    const columns = Math.ceil(Math.ceil(width / strides[1]) / pixels);
    return [
      dispatch(convTransposeDepthwiseShader, {
        label: 'depthwise transposed conv2d',
        real,
        activation,
        params: phaseParams(args),
        tensors: {
          input,
          weight: packRows(weight, real),
          bias: packVector(bias, channels),
          phases: phaseTable(args),
          output,
        },
        live,
        workgroups: linearGrid(batch * height * strides[1] * columns * vec4Count(channels), 64),
      }),
    ];
  },
};
