import {
  type BatchNormStatistics,
  batchNorm as batchNormKernel,
  FaceGpuError,
} from '@facegpu/kernels';
import { valuesOf } from '../ir/constant.ts';
import type { Constant, Node } from '../ir/graph.ts';
import { optional, readAttributes } from './attributes.ts';
import { real } from './kinds.ts';
import { defineOperator } from './operator.ts';
import { requireRank, requireReal, requireTensor } from './require.ts';

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
      ...batchNormStatistics(context.node, context.constants.slice(1)),
      input: requireTensor(context, 0),
      output: context.output,
      activation: context.activation,
      live: context.live,
    }),
});

/** The statistics of a node, from its weights in the order of its inputs. */
export function batchNormStatistics(
  node: Node,
  [scale, offset, mean, variance]: readonly (Constant | undefined)[],
): BatchNormStatistics {
  if (!mean || !variance) {
    throw new FaceGpuError(
      'bad-model',
      `batchNorm: mean or variance is missing (node "${node.name}")`,
      'Both are weights that the operator needs: convert the model again.',
    );
  }
  return {
    scale: scale && valuesOf(scale),
    offset: offset && valuesOf(offset),
    mean: valuesOf(mean),
    variance: valuesOf(variance),
    ...readAttributes(node, attributes),
  };
}
