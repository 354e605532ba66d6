import { allOperators } from '@facegpu/nn';
import { defineGradients, type GradientTable } from '../autodiff/gradient.ts';

/** Of softmax and its logarithm along an axis. */
export const softmaxGradients: GradientTable = /* @__PURE__ */ defineGradients(allOperators, {
  softmax: (context) => {
    const axes = [context.attributes.axis];
    const shares = context.add('mul', [context.gradient, context.output()]);
    const mean = context.add('reduceSum', [shares], { axes });
    return [context.add('mul', [context.output(), context.add('sub', [context.gradient, mean])])];
  },
  logSoftmax: (context) => {
    const axes = [context.attributes.axis];
    const total = context.add('reduceSum', [context.gradient], { axes });
    const shares = context.add('mul', [context.add('exp', [context.output()]), total]);
    return [context.add('sub', [context.gradient, shares])];
  },
});
