import { packTiles, packVector } from '../pack/pack.ts';
import { dispatch } from '../shader/dispatch.ts';
import { linearGrid } from '../shader/grid.ts';
import { defineShader } from '../shader/shader.ts';
import { struct } from '../shader/struct.ts';
import { requireReal } from '../tensor/require.ts';
import { imageShape, vec4Count } from '../tensor/tensor.ts';
import type { Conv2dVariant } from './contract.ts';
import source from './direct.wgsl';
import { windowFields, windowParams } from './params.ts';

export const directShader = defineShader({
  name: 'conv2d/direct',
  source,
  params: struct(windowFields),
  constants: { PIXELS: 4, VEC4S: 2, CHANNEL_TAIL: 0 },
  batched: true,
  residual: true,
  inputActivation: true,
  activation: true,
});

const invocations = 32;
const pixels = 4;
const vec4s = 2;

/** A register tile for one group: every invocation loads its weights itself. */
export const direct: Conv2dVariant = {
  supports: (_target, { groups }) => groups === 1,
  dispatch(_target, args) {
    const { input, weight, bias, residual, activation, inputActivation, output, live } = args;
    const real = requireReal('conv2d', input);
    const [batch, height, width, outputs] = imageShape(output.shape);
    const [x, y] = linearGrid(batch * height * width, invocations * pixels);
    return [
      dispatch(directShader, {
        label: 'conv2d',
        real,
        activation,
        inputActivation,
        constants: { PIXELS: pixels, VEC4S: vec4s, CHANNEL_TAIL: imageShape(input.shape)[3] % 4 },
        params: windowParams(args),
        tensors: {
          input,
          weight: packTiles(weight, real, { vec4s, parts: 1 }),
          bias: packVector(bias, outputs),
          output,
        },
        live,
        residual,
        workgroups: [x, y, Math.ceil(vec4Count(outputs) / vec4s)],
      }),
    ];
  },
};
