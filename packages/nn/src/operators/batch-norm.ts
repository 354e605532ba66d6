import { type BatchNormStatistics, batchNorm as batchNormKernel } from '@facegpu/kernels';
import { valuesOf } from '../ir/constant.ts';
import type { Constants, Node } from '../ir/graph.ts';
import { optional, readAttributes } from './attributes.ts';
import { real } from './kinds.ts';
import { defineOperator } from './operator.ts';
import { requireRank, requireReal, requireTensor, requireWeight } from './require.ts';

const attributes = { epsilon: optional(real, 1e-5) };

/**
 * `batchNorm(input, scale, offset, mean, variance)`: input `[batch, height, width, channels]`, the
 * rest `[channels]`; scale and offset may be absent. Attribute: epsilon.
 */
export const batchNorm = defineOperator({
  attributes,
  inputs: 5,
  weights: [1, 2, 3, 4],
  layout: 'nhwc4',
  fusesActivation: true,
  keepsBatch: () => true,
  infer: (context) => {
    requireRank(context, 0, 4);
    return [requireReal(context, 0)];
  },
  lower: (context) =>
    batchNormKernel({
      scale: context.weights[1],
      offset: context.weights[2],
      mean: requireWeight(context, 3),
      variance: requireWeight(context, 4),
      epsilon: context.attributes.epsilon,
      input: requireTensor(context, 0),
      output: context.output,
      activation: context.activation,
      live: context.live,
    }),
});

/** The statistics of a node, where all that it has are known before the run. */
export function batchNormStatistics(
  node: Node,
  constants: Constants,
): BatchNormStatistics | undefined {
  const names = node.inputs.slice(1);
  if (names.some((name) => name !== '' && !constants.has(name))) return undefined;
  const [scale, offset, mean, variance] = names.map((name) => {
    const constant = constants.get(name);
    return constant && valuesOf(constant);
  });
  if (!mean || !variance) return undefined;
  return { scale, offset, mean, variance, ...readAttributes(node, attributes) };
}
