import { formatShape, gemm as gemmKernel, shapeMismatch } from '@facegpu/kernels';
import { defineOperator } from './operator.ts';
import { requireRank, requireReal, requireTensor, requireWeight } from './require.ts';

/**
 * `gemm(input, weight, bias?)`, a fully connected layer: input `[rows, inputs]`, weight
 * `[inputs, outputs]`, bias `[outputs]`.
 */
export const gemm = defineOperator({
  attributes: {},
  inputs: 3,
  weights: [1, 2],
  layout: 'dense',
  fusesActivation: true,
  keepsBatch: () => true,
  infer: (context) => {
    const input = requireRank(context, 0, 2);
    const weight = requireRank(context, 1, 2);
    if (input[1] !== weight[0]) {
      throw shapeMismatch(
        `gemm: input is ${formatShape(input)}, weight is ${formatShape(weight)}`,
        `The weight must be [${input[1]}, outputs].`,
      );
    }
    return [{ shape: [input[0], weight[1]], dtype: requireReal(context, 0).dtype }];
  },
  lower: (context) =>
    gemmKernel(context.target, {
      input: requireTensor(context, 0),
      weight: requireWeight(context, 1),
      bias: context.weights[2],
      output: context.output,
      activation: context.activation,
      live: context.live,
    }),
});
