import {
  batchNorm as batchNormKernel,
  batchStatistics,
  expand,
  batchNormGradient as gradientKernel,
  imageShape,
} from '@facegpu/kernels';
import {
  defineOperator,
  kinds,
  type LowerContext,
  optional,
  requireInput,
  requireTensor,
  requireWeight,
} from '@facegpu/nn';

const attributes = { epsilon: optional(kinds.real, 1e-5) };

/**
 * `batchNormTraining(input, scale?, offset?)`: a batch normalisation by the mean and the variance of the
 * batch itself (Ioffe and Szegedy 2015, "Batch Normalization"), and these two, `[channels]`; the variance
 * is the biased one. Input `[batch, height, width, channels]`. Attribute: epsilon.
 */
export const batchNormTraining = defineOperator({
  attributes,
  inputs: 3,
  outputs: 3,
  weights: [1, 2],
  layout: 'nhwc4',
  outputLayouts: ['nhwc4', 'dense', 'dense'],
  keepsBatch: () => false,
  infer: (context) => {
    const { shape, dtype } = requireInput(context, 0);
    const vector = { shape: [imageShape(shape)[3]], dtype };
    return [{ shape, dtype }, vector, vector];
  },
  lower: (context) => {
    const [output, mean, variance] = context.outputs;
    const input = requireTensor(context, 0);
    return [
      ...batchStatistics(context.target, { input, mean, variance }),
      ...batchNormKernel({
        input,
        mean: { tensor: mean },
        variance: { tensor: variance },
        scale: context.weights[1],
        offset: context.weights[2],
        epsilon: context.attributes.epsilon,
        output,
      }),
    ];
  },
});

/**
 * `batchNormGradient(input, gradient, mean, variance, scale?)`: what input, scale and offset of a
 * `batchNormTraining` get, whose mean and variance pass gradients on too. Attribute: epsilon.
 */
export const batchNormGradient = defineOperator({
  attributes,
  inputs: 5,
  outputs: 3,
  weights: [2, 3, 4],
  layout: 'nhwc4',
  outputLayouts: ['nhwc4', 'dense', 'dense'],
  keepsBatch: () => false,
  infer: (context) => {
    const { shape, dtype } = requireInput(context, 0);
    const vector = { shape: [imageShape(shape)[3]], dtype };
    return [{ shape, dtype }, vector, vector];
  },
  lower: (context) => {
    const [inputGradient, scaleGradient, offsetGradient] = context.outputs;
    return gradientKernel(context.target, {
      input: requireTensor(context, 0),
      outputGradient: requireTensor(context, 1),
      mean: requireVector(context, 2),
      variance: requireVector(context, 3),
      scale: context.weights[4] && expand(context.weights[4], 'f32'),
      epsilon: context.attributes.epsilon,
      inputGradient,
      scaleGradient,
      offsetGradient,
    });
  },
});

/** The values of an input that is a weight. */
function requireVector(context: LowerContext, index: number) {
  return expand(requireWeight(context, index), 'f32');
}
