import { cumSum as cumSumKernel } from '@facegpu/kernels';
import { optional } from './attributes.ts';
import { flag, integer } from './kinds.ts';
import { defineOperator } from './operator.ts';
import { isBehindBatch, requireInput, requireTensor } from './require.ts';

/**
 * `cumSum(x)`: sums along the attribute axis up to each element; exclusive leaves the element itself out,
 * reverse begins at the end.
 */
export const cumSum = defineOperator({
  attributes: {
    axis: integer,
    exclusive: optional(flag, false),
    reverse: optional(flag, false),
  },
  inputs: 1,
  layout: 'dense',
  keepsBatch: (context) => isBehindBatch(context, context.attributes.axis),
  infer: (context) => {
    const { shape, dtype } = requireInput(context, 0);
    return [{ shape, dtype }];
  },
  lower: (context) =>
    cumSumKernel({
      ...context.attributes,
      input: requireTensor(context, 0),
      output: context.output,
    }),
});
