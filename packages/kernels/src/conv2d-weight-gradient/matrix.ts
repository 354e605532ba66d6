import { softwareSubgroup } from '../device/target.ts';
import { defineShader } from '../shader/shader.ts';
import { struct } from '../shader/struct.ts';
import type { Conv2dWeightGradientVariant } from './contract.ts';
import source from './matrix.wgsl';
import { multiplyTiles, walkFields } from './params.ts';

export const matrixShader = defineShader({
  name: 'conv2d-weight-gradient/matrix',
  source,
  params: struct(walkFields),
  enables: ['subgroups'],
});

const lanes = 4;

/** Products of 4×4 matrices for one group, on software adapters with subgroups of 4. */
export const matrix: Conv2dWeightGradientVariant = {
  supports: ({ info }, { groups }) => groups === 1 && softwareSubgroup(info) === lanes,
  dispatch: (target, args) =>
    multiplyTiles(target, args, matrixShader, { rows: 2 * lanes, vec4s: 4 }),
};
