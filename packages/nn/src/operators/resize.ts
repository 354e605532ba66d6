import { resize as resizeKernel, type Shape } from '@facegpu/kernels';
import type { InferContext, Operator } from './operator.ts';
import { requireRank, requireTensor } from './require.ts';

/**
 * `resize(input)`: `[batch, height, width, channels]`. Attributes: size `[height, width]`,
 * interpolation (`nearest`, `bilinear`), coordinates (`half-pixel`, `align-corners`, `asymmetric`).
 */
export const resize: Operator = {
  inputs: 1,
  layout: 'nhwc4',
  keepsBatch: () => true,
  infer: outputShape,
  lower: (context) =>
    resizeKernel({
      interpolation: context.attributes.choice('interpolation', ['nearest', 'bilinear']),
      coordinates: context.attributes.choice('coordinates', [
        'half-pixel',
        'align-corners',
        'asymmetric',
      ]),
      input: requireTensor(context, 0),
      output: context.output,
      live: context.live,
    }),
};

function outputShape(context: InferContext): Shape {
  const [batch, , , channels] = requireRank(context, 0, 4);
  return [batch, ...context.attributes.pair('size'), channels];
}
