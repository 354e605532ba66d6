import { conv2dWeightGradientReference, unaryGradientReference } from '@facegpu/kernels/testing';
import { operatorReferences, type Reference } from '@facegpu/nn/testing';

/** A reference for each operator of a training. */
export const trainingReferences: Readonly<Record<string, Reference>> = {
  ...operatorReferences,
  conv2dWeightGradient: ([input, gradient], { kernel, padding, ...window }) => {
    const [top, bottom, left, right] = padding;
    const weightShape = [...kernel, input.shape[3] / window.groups, gradient.shape[3]];
    const values = conv2dWeightGradientReference({
      strides: window.strides,
      dilations: window.dilations,
      groups: window.groups,
      padding: { top, bottom, left, right },
      input: input.values,
      inputShape: input.shape,
      outputGradient: gradient.values,
      weightShape,
    });
    return [{ shape: weightShape, values }];
  },
  unaryGradient: ([x, gradient], { op, ...given }) => {
    const bound = op === 'clip' ? Number.POSITIVE_INFINITY : 0;
    const { alpha = -bound, beta = bound } = given;
    const values = unaryGradientReference(op, x.values, gradient.values, alpha, beta);
    return [{ shape: x.shape, values }];
  },
};
