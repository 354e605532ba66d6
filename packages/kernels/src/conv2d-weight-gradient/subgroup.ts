import { softwareSubgroup } from '../device/target.ts';
import { defineShader } from '../shader/shader.ts';
import { struct } from '../shader/struct.ts';
import type { Conv2dWeightGradientVariant } from './contract.ts';
import { multiplyTiles, walkFields } from './params.ts';
import source from './subgroup.wgsl';

const lanes = 8;
const vec4s = 4;

export const subgroupShader = defineShader({
  name: 'conv2d-weight-gradient/subgroup',
  source,
  params: struct(walkFields),
  enables: ['subgroups'],
  constants: { LANES: lanes, VEC4S: vec4s },
});

/** A register tile for one group whose output gradients travel between the lanes of a subgroup. */
export const subgroup: Conv2dWeightGradientVariant = {
  supports: ({ info }, { groups }) => groups === 1 && softwareSubgroup(info) === lanes,
  dispatch: (target, args) => multiplyTiles(target, args, subgroupShader, { rows: lanes, vec4s }),
};
