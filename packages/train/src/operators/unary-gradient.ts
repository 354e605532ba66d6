import {
  unaryGradient as kernel,
  type UnaryGradientName,
  unaryDerivatives,
} from '@facegpu/kernels';
import { defineOperator, kinds, optional, requireInput, requireTensor } from '@facegpu/nn';

const names = Object.keys(unaryDerivatives) as UnaryGradientName[];

/**
 * `unaryGradient(x, gradient)`: the derivative of a function of each element at x, times the gradient of
 * what it gives. Attributes: op, alpha and beta, as the kernel has them; `clip` has no bound where one is
 * left out.
 */
export const unaryGradient = defineOperator({
  attributes: {
    op: kinds.oneOf(...names),
    alpha: optional(kinds.real),
    beta: optional(kinds.real),
  },
  inputs: 2,
  layout: 'any',
  keepsBatch: () => true,
  infer: (context) => [requireInput(context, 0)],
  lower: (context) => {
    const { op, alpha = -bound(op), beta = bound(op) } = context.attributes;
    return kernel({
      op,
      alpha,
      beta,
      input: requireTensor(context, 0),
      outputGradient: requireTensor(context, 1),
      output: context.output,
    });
  },
});

function bound(op: UnaryGradientName): number {
  return op === 'clip' ? Number.POSITIVE_INFINITY : 0;
}
