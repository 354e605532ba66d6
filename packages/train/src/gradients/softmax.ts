import { allOperators } from '@facegpu/nn';
import { defineGradients, type GradientTable } from '../autodiff/gradient.ts';

/** Of softmax and its logarithm along an axis, from what they gave. */
export const softmaxGradients: GradientTable = /* @__PURE__ */ defineGradients(allOperators, {
  softmax: (context) => {
    const { axis } = context.attributes;
    return [context.add('softmaxGradient', [context.output(), context.gradient], { axis })];
  },
  logSoftmax: (context) => {
    const attributes = { axis: context.attributes.axis, logarithm: true };
    return [context.add('softmaxGradient', [context.output(), context.gradient], attributes)];
  },
});
