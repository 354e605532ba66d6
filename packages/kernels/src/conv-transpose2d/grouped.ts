import { packRows, packVector } from '../pack/pack.ts';
import { dispatch } from '../shader/dispatch.ts';
import { linearGrid } from '../shader/grid.ts';
import { defineShader } from '../shader/shader.ts';
import { extend, struct } from '../shader/struct.ts';
import { requireReal } from '../tensor/require.ts';
import { imageShape, vec4Count } from '../tensor/tensor.ts';
import type { ConvTranspose2dVariant } from './contract.ts';
import source from './grouped.wgsl';
import { phaseFields, phaseParams, phaseTable } from './phases.ts';

export const convTransposeGroupedShader = defineShader({
  name: 'conv-transpose2d/grouped',
  source,
  params: struct(extend(phaseFields, { group_inputs: 'u32', group_outputs: 'u32', groups: 'u32' })),
  batched: true,
  activation: true,
});

/** Any number of groups of any width. */
export const grouped: ConvTranspose2dVariant = {
  supports: () => true,
  dispatch(_target, args) {
    const { input, weight, bias, activation, output, live, groups } = args;
    const real = requireReal('convTranspose2d', input);
    const [batch, height, width, outputs] = imageShape(output.shape);
    return [
      dispatch(convTransposeGroupedShader, {
        label: 'grouped transposed conv2d',
        real,
        activation,
        params: {
          ...phaseParams(args),
          group_inputs: imageShape(weight.tensor.shape)[2],
          group_outputs: outputs / groups,
          groups,
        },
        tensors: {
          input,
          weight: packRows(weight, real),
          bias: packVector(bias, outputs),
          phases: phaseTable(args),
          output,
        },
        live,
        workgroups: linearGrid(batch * height * width * vec4Count(outputs), 64),
      }),
    ];
  },
};
