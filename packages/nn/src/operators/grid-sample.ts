import { gridSample as gridSampleKernel, gridSampleShape } from '@facegpu/kernels';
import { optional } from './attributes.ts';
import { flag, oneOf } from './kinds.ts';
import { defineOperator } from './operator.ts';
import { requireRank, requireSameDtype, requireTensor } from './require.ts';

/**
 * `gridSample(input, grid)`: input `[batch, height, width, channels]`, grid `[batch, height, width, 2]`,
 * x and y from -1 to 1. Attributes: interpolation (`nearest`, `bilinear`, `bicubic`), padding (`zeros`,
 * `border`, `reflection`), alignCorners.
 */
export const gridSample = defineOperator({
  attributes: {
    interpolation: optional(oneOf('nearest', 'bilinear', 'bicubic'), 'bilinear'),
    padding: optional(oneOf('zeros', 'border', 'reflection'), 'zeros'),
    alignCorners: optional(flag, false),
  },
  inputs: 2,
  layout: 'nhwc4',
  keepsBatch: () => true,
  infer: (context) => {
    const shape = gridSampleShape(requireRank(context, 0, 4), requireRank(context, 1, 4));
    return [{ shape, dtype: requireSameDtype(context) }];
  },
  lower: (context) =>
    gridSampleKernel({
      ...context.attributes,
      input: requireTensor(context, 0),
      grid: requireTensor(context, 1),
      output: context.output,
      live: context.live,
    }),
});
