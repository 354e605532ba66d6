import { defineShader } from '../shader/shader.ts';
import { struct } from '../shader/struct.ts';
import type { Conv2dWeightGradientVariant } from './contract.ts';
import { multiplyTiles, walkFields } from './params.ts';
import source from './workgroup.wgsl';

/** Invocations of a workgroup along the rows and along the output vec4s, rows of each, and pixels at a time. */
const tile = { DOWN: 8, ACROSS: 8, ROWS: 2, STEPS: 8 };

export const workgroupShader = defineShader({
  name: 'conv2d-weight-gradient/workgroup',
  source,
  params: struct(walkFields),
  constants: tile,
});

/** Tiles in workgroup memory for one group: for graphics processors, and wherever nothing else is better. */
export const workgroup: Conv2dWeightGradientVariant = {
  supports: (_target, { groups }) => groups === 1,
  dispatch(target, args) {
    const size = { rows: tile.DOWN * tile.ROWS, vec4s: tile.ACROSS };
    return multiplyTiles(target, args, workgroupShader, size);
  },
};
