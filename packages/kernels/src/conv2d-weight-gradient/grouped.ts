import { isDepthwise } from '../conv2d/params.ts';
import { dispatch } from '../shader/dispatch.ts';
import { linearGrid } from '../shader/grid.ts';
import { defineShader } from '../shader/shader.ts';
import { extend, struct } from '../shader/struct.ts';
import { imageShape } from '../tensor/tensor.ts';
import type { Conv2dWeightGradientVariant } from './contract.ts';
import source from './grouped.wgsl';
import { convolutionOf, lineSums, walkFields, walkParams } from './params.ts';
import { combineParts } from './parts.ts';

export const groupedShader = defineShader({
  name: 'conv2d-weight-gradient/grouped',
  source,
  params: struct(extend(walkFields, { group_inputs: 'u32', group_outputs: 'u32', groups: 'u32' })),
  constants: { DEPTHWISE: 0 },
});

/** Any number of groups of any width. */
export const grouped: Conv2dWeightGradientVariant = {
  supports: () => true,
  dispatch(target, args) {
    const { input, outputGradient, output, groups } = args;
    const [, , inputs, outputs] = imageShape(output.shape);
    const { split, sums, lines } = lineSums(target, args);
    return [
      dispatch(groupedShader, {
        label: 'weight gradient of grouped conv2d',
        constants: { DEPTHWISE: Number(isDepthwise(convolutionOf(args))) },
        params: {
          ...walkParams(args, split),
          group_inputs: inputs,
          group_outputs: outputs / groups,
          groups,
        },
        tensors: { input, output_gradient: outputGradient, sums },
        workgroups: linearGrid(lines * split.parts, 64),
      }),
      combineParts(sums, output),
    ];
  },
};
