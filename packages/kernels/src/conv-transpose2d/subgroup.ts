import { softwareSubgroup } from '../device/target.ts';
import { packTiles, packVector } from '../pack/pack.ts';
import { dispatch } from '../shader/dispatch.ts';
import { defineShader } from '../shader/shader.ts';
import { extend, struct } from '../shader/struct.ts';
import { requireReal } from '../tensor/require.ts';
import { imageShape, vec4Count } from '../tensor/tensor.ts';
import type { ConvTranspose2dVariant } from './contract.ts';
import { phaseFields, phaseGrid, phaseParams, phaseTable } from './phases.ts';
import source from './subgroup.wgsl';

export const convTransposeSubgroupShader = defineShader({
  name: 'conv-transpose2d/subgroup',
  source,
  params: struct(extend(phaseFields, { last_lanes: 'u32' })),
  enables: ['subgroups'],
  constants: { LANES: 8, PIXELS: 4, VEC4S: 4 },
  batched: true,
  activation: true,
});

const lanes = 8;
const pixels = 4;

/** A register tile for one group whose weights travel between the lanes of a subgroup. */
export const subgroup: ConvTranspose2dVariant = {
  supports: ({ info }, { groups }) => groups === 1 && softwareSubgroup(info) === lanes,
  dispatch(_target, args) {
    const { input, weight, bias, activation, output, live } = args;
    const real = requireReal('convTranspose2d', input);
    const outputs = imageShape(output.shape)[3];
    const [x, y] = phaseGrid(args, lanes * pixels);
    const vec4s = tileWidth(vec4Count(outputs));
    return [
      dispatch(convTransposeSubgroupShader, {
        label: 'transposed conv2d',
        real,
        activation,
        constants: { LANES: lanes, PIXELS: pixels, VEC4S: vec4s },
        params: {
          ...phaseParams(args),
          last_lanes: ((imageShape(input.shape)[3] + 3) % 4) + 1,
        },
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

/** Output vec4s of a tile: the widest of those that idle least. */
function tileWidth(vec4s: number): number {
  const idle = (width: number) => Math.ceil(vec4s / width) * width;
  return [4, 3, 2].reduce((best, width) => (idle(width) < idle(best) ? width : best));
}
