import { softwareSubgroup } from '../device/target.ts';
import { dispatch } from '../shader/dispatch.ts';
import { linearGrid } from '../shader/grid.ts';
import { defineShader } from '../shader/shader.ts';
import { extend, struct } from '../shader/struct.ts';
import { requireReal } from '../tensor/require.ts';
import { imageShape, vec4Count } from '../tensor/tensor.ts';
import { packBias } from '../tensor/weights.ts';
import type { Conv2dVariant } from './contract.ts';
import source from './matrix.wgsl';
import { packTiled } from './pack.ts';
import { runFields, runParams, windowFields, windowParams } from './params.ts';

const lanes = 4;
const pixels = 8;
const vec4s = 8;

export const matrixShader = defineShader({
  name: 'conv2d/matrix',
  source,
  params: struct(extend(windowFields, runFields)),
  enables: ['subgroups'],
  batched: true,
  residual: true,
  inputActivation: true,
  activation: true,
});

/** Products of 4×4 matrices for one group, on software adapters with subgroups of 4. */
export const matrix: Conv2dVariant = {
  supports: ({ info }, { groups }) => groups === 1 && softwareSubgroup(info) === lanes,
  dispatch(_target, args) {
    const { input, weight, bias, residual, activation, inputActivation, output, live } = args;
    const real = requireReal('conv2d', input);
    const [batch, height, width, outputs] = imageShape(output.shape);
    const [x, y] = linearGrid(batch * height * width, lanes * pixels);
    return dispatch(matrixShader, {
      label: 'conv2d',
      real,
      activation,
      inputActivation,
      params: { ...windowParams(args), ...runParams(args) },
      tensors: {
        input,
        weight: packTiled(weight, real, { vec4s, parts: 1 }),
        bias: packBias(bias, outputs),
        output,
      },
      live,
      residual,
      workgroups: [x, y, Math.ceil(vec4Count(outputs) / vec4s)],
    });
  },
};
