import { resizeGradient as kernel } from '@facegpu/kernels';
import {
  allOperators,
  defineOperator,
  kinds,
  requireInput,
  requireTensor,
  resizeGeometry,
} from '@facegpu/nn';

/**
 * `resizeGradient(gradient)`: what the input of a resize gets. Attributes: original, the height and the
 * width of that input, and those of `resize`.
 */
export const resizeGradient = defineOperator({
  attributes: { ...allOperators.resize.attributes, original: kinds.pair },
  inputs: 1,
  layout: 'nhwc4',
  keepsBatch: () => true,
  infer: (context) => {
    const { shape, dtype } = requireInput(context, 0);
    return [{ shape: [shape[0], ...context.attributes.original, shape[3]], dtype }];
  },
  lower: (context) => {
    const { original, size: _size, fit: _fit, ...method } = context.attributes;
    const { scales, region } = resizeGeometry(context.attributes, original, context.node.name);
    return kernel({
      ...method,
      scales,
      region,
      outputGradient: requireTensor(context, 0),
      output: context.output,
    });
  },
});
