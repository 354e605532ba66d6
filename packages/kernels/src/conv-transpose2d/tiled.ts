import { packTiles, packVector } from '../pack/pack.ts';
import { dispatch } from '../shader/dispatch.ts';
import { defineShader } from '../shader/shader.ts';
import { struct } from '../shader/struct.ts';
import { requireReal } from '../tensor/require.ts';
import { imageShape, vec4Count } from '../tensor/tensor.ts';
import type { ConvTranspose2dVariant } from './contract.ts';
import { phaseFields, phaseGrid, phaseParams, phaseTable } from './phases.ts';
import source from './tiled.wgsl';

export const convTransposeTiledShader = defineShader({
  name: 'conv-transpose2d/tiled',
  source,
  params: struct(phaseFields),
  constants: { PIXELS: 4, VEC4S: 2, CHANNEL_TAIL: 0 },
  batched: true,
  activation: true,
});

const invocations = 32;
const pixels = 4;
const vec4s = 2;

/** A register tile for one group. */
export const tiled: ConvTranspose2dVariant = {
  supports: (_target, { groups }) => groups === 1,
  dispatch(_target, args) {
    const { input, weight, bias, activation, output, live } = args;
    const real = requireReal('convTranspose2d', input);
    const outputs = imageShape(output.shape)[3];
    const [x, y] = phaseGrid(args, invocations * pixels);
    return [
      dispatch(convTransposeTiledShader, {
        label: 'transposed conv2d',
        real,
        activation,
        constants: { PIXELS: pixels, VEC4S: vec4s, CHANNEL_TAIL: imageShape(input.shape)[3] % 4 },
        params: phaseParams(args),
        tensors: {
          input,
          weight: packTiles(weight, real, { vec4s, parts: 1 }),
          bias: packVector(bias, outputs),
          phases: phaseTable(args),
          output,
        },
        live,
        workgroups: [x, y, Math.ceil(vec4Count(outputs) / vec4s)],
      }),
    ];
  },
};
