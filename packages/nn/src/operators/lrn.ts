import { lrn as lrnKernel } from '@facegpu/kernels';
import { optional } from './attributes.ts';
import { count, real } from './kinds.ts';
import { defineOperator } from './operator.ts';
import { requireRank, requireReal, requireTensor } from './require.ts';

/**
 * `lrn(input)`, local response normalisation: `[batch, height, width, channels]`. Attributes: size (how
 * many channels around one), alpha, beta, bias.
 */
export const lrn = defineOperator({
  attributes: {
    size: count,
    alpha: optional(real, 1e-4),
    beta: optional(real, 0.75),
    bias: optional(real, 1),
  },
  inputs: 1,
  layout: 'nhwc4',
  keepsBatch: () => true,
  infer: (context) => {
    requireRank(context, 0, 4);
    return [requireReal(context, 0)];
  },
  lower: (context) =>
    lrnKernel({
      ...context.attributes,
      input: requireTensor(context, 0),
      output: context.output,
      live: context.live,
    }),
});
