import { concat as concatKernel, concatShape } from '@facegpu/kernels';
import { integer } from './kinds.ts';
import { defineOperator } from './operator.ts';
import { requireInput, requireSameDtype, requireTensor } from './require.ts';

/** `concat(a, b, …)` along the attribute axis. */
export const concat = defineOperator({
  attributes: { axis: integer },
  inputs: Number.POSITIVE_INFINITY,
  layout: 'dense',
  keepsBatch: (context) => {
    const { axis } = context.attributes;
    return axis !== 0 && axis !== -requireInput(context, 0).shape.length;
  },
  infer: (context) => {
    const shapes = context.node.inputs.map((_, i) => requireInput(context, i).shape);
    const shape = concatShape(shapes, context.attributes.axis);
    return [{ shape, dtype: requireSameDtype(context) }];
  },
  lower: (context) =>
    concatKernel({
      inputs: context.node.inputs.map((_, i) => requireTensor(context, i)),
      output: context.output,
      axis: context.attributes.axis,
    }),
});
