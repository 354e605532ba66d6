import { layerNorm as layerNormKernel } from '@facegpu/kernels';
import { optional } from './attributes.ts';
import { integer, real } from './kinds.ts';
import { defineOperator } from './operator.ts';
import { isBehindBatch, requireReal, requireTensor } from './require.ts';

/**
 * `layerNorm(input, scale?, offset?)`: over the attribute axis, the last unless told, and all axes behind
 * it. Scale and offset have a value for each place of these axes. Attribute: epsilon.
 */
export const layerNorm = defineOperator({
  attributes: { axis: optional(integer, -1), epsilon: optional(real, 1e-5) },
  inputs: 3,
  weights: [1, 2],
  layout: 'dense',
  keepsBatch: (context) => isBehindBatch(context, context.attributes.axis),
  infer: (context) => [requireReal(context, 0)],
  lower: (context) =>
    layerNormKernel({
      ...context.attributes,
      scale: context.weights[1],
      offset: context.weights[2],
      input: requireTensor(context, 0),
      output: context.output,
    }),
});
