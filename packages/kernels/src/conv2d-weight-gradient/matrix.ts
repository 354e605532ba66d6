import { softwareSubgroup } from '../device/target.ts';
import { dispatch } from '../shader/dispatch.ts';
import { linearGrid } from '../shader/grid.ts';
import { defineShader } from '../shader/shader.ts';
import { struct } from '../shader/struct.ts';
import type { Conv2dWeightGradientVariant } from './contract.ts';
import source from './matrix.wgsl';
import { tileSums, walkFields, walkParams } from './params.ts';
import { combineParts } from './parts.ts';

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
  dispatch(target, args) {
    const { input, outputGradient, output } = args;
    const { split, sums, tiles } = tileSums(target, args, { rows: 2 * lanes, vec4s: 4 });
    return [
      dispatch(matrixShader, {
        label: 'weight gradient of conv2d',
        params: walkParams(args, split),
        tensors: { input, output_gradient: outputGradient, sums },
        workgroups: linearGrid(tiles * split.parts, 1),
      }),
      combineParts(sums, output),
    ];
  },
};
