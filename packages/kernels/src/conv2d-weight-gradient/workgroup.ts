import { dispatch } from '../shader/dispatch.ts';
import { linearGrid } from '../shader/grid.ts';
import { defineShader } from '../shader/shader.ts';
import { struct } from '../shader/struct.ts';
import type { Conv2dWeightGradientVariant } from './contract.ts';
import { tileSums, walkFields, walkParams } from './params.ts';
import { combineParts } from './parts.ts';
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
    const { input, outputGradient, output } = args;
    const size = { rows: tile.DOWN * tile.ROWS, vec4s: tile.ACROSS };
    const { split, sums, tiles } = tileSums(target, args, size);
    return [
      dispatch(workgroupShader, {
        label: 'weight gradient of conv2d',
        params: walkParams(args, split),
        tensors: { input, output_gradient: outputGradient, sums },
        workgroups: linearGrid(tiles * split.parts, 1),
      }),
      combineParts(sums, output),
    ];
  },
};
