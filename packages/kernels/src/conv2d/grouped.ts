import { packRows, packVector } from '../pack/pack.ts';
import { dispatch } from '../shader/dispatch.ts';
import { linearGrid } from '../shader/grid.ts';
import { defineShader } from '../shader/shader.ts';
import { extend, struct } from '../shader/struct.ts';
import { requireReal } from '../tensor/require.ts';
import { imageShape, vec4Count } from '../tensor/tensor.ts';
import type { Conv2dVariant } from './contract.ts';
import source from './grouped.wgsl';
import { packedSlopes, windowFields, windowParams } from './params.ts';

export const groupedShader = defineShader({
  name: 'conv2d/grouped',
  source,
  params: struct(
    extend(windowFields, { group_inputs: 'u32', group_outputs: 'u32', groups: 'u32' }),
  ),
  batched: true,
  residual: true,
  slopes: true,
  inputActivation: true,
  activation: true,
});

/** Any number of groups of any width. */
export const grouped: Conv2dVariant = {
  supports: () => true,
  dispatch: (_target, args) => {
    const { input, weight, bias, residual, activation, output, live, groups } = args;
    const real = requireReal('conv2d', input);
    const [batch, height, width, outputs] = imageShape(output.shape);
    const inputs = imageShape(weight.tensor.shape)[2];
    return [
      dispatch(groupedShader, {
        label: 'grouped conv2d',
        real,
        activation,
        inputActivation: args.inputActivation,
        params: {
          ...windowParams(args),
          group_inputs: inputs,
          group_outputs: outputs / groups,
          groups,
        },
        tensors: { input, weight: packRows(weight, real), bias: packVector(bias, outputs), output },
        live,
        residual,
        slopes: packedSlopes(args),
        workgroups: linearGrid(batch * height * width * vec4Count(outputs), 64),
      }),
    ];
  },
};
