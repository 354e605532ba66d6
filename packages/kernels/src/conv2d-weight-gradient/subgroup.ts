import { softwareSubgroup } from '../device/target.ts';
import { dispatch } from '../shader/dispatch.ts';
import { linearGrid } from '../shader/grid.ts';
import { defineShader } from '../shader/shader.ts';
import { struct } from '../shader/struct.ts';
import type { Conv2dWeightGradientVariant } from './contract.ts';
import { tileSums, walkFields, walkParams } from './params.ts';
import { combineParts } from './parts.ts';
import source from './subgroup.wgsl';

export const subgroupShader = defineShader({
  name: 'conv2d-weight-gradient/subgroup',
  source,
  params: struct(walkFields),
  enables: ['subgroups'],
  constants: { LANES: 8, VEC4S: 4 },
});

const lanes = 8;
const vec4s = 4;

/** A register tile for one group whose output gradients travel between the lanes of a subgroup. */
export const subgroup: Conv2dWeightGradientVariant = {
  supports: ({ info }, { groups }) => groups === 1 && softwareSubgroup(info) === lanes,
  dispatch(target, args) {
    const { input, outputGradient, output } = args;
    const { split, sums, tiles } = tileSums(target, args, { rows: lanes, vec4s });
    return [
      dispatch(subgroupShader, {
        label: 'weight gradient of conv2d',
        constants: { LANES: lanes, VEC4S: vec4s },
        params: walkParams(args, split),
        tensors: { input, output_gradient: outputGradient, sums },
        workgroups: linearGrid(tiles * split.parts, 1),
      }),
      combineParts(sums, output),
    ];
  },
};
