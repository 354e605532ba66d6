import { resize as resizeKernel } from '@facegpu/kernels';
import { oneOf, pair } from './kinds.ts';
import { defineOperator } from './operator.ts';
import { requireRank, requireReal, requireTensor } from './require.ts';

/**
 * `resize(input)`: `[batch, height, width, channels]`. Attributes: size `[height, width]`,
 * interpolation (`nearest`, `bilinear`), coordinates (`half-pixel`, `align-corners`, `asymmetric`).
 */
export const resize = defineOperator({
  attributes: {
    size: pair,
    interpolation: oneOf('nearest', 'bilinear'),
    coordinates: oneOf('half-pixel', 'align-corners', 'asymmetric'),
  },
  inputs: 1,
  layout: 'nhwc4',
  keepsBatch: () => true,
  infer: (context) => {
    const [batch, , , channels] = requireRank(context, 0, 4);
    const { dtype } = requireReal(context, 0);
    return [{ shape: [batch, ...context.attributes.size, channels], dtype }];
  },
  lower: (context) => {
    const { interpolation, coordinates } = context.attributes;
    return resizeKernel({
      interpolation,
      coordinates,
      input: requireTensor(context, 0),
      output: context.output,
      live: context.live,
    });
  },
});
