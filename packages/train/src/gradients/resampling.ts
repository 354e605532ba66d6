import { allOperators } from '@facegpu/nn';
import { defineGradients, type GradientTable } from '../autodiff/gradient.ts';

/** Of operators that make images of more or fewer pixels. */
export const resamplingGradients: GradientTable = /* @__PURE__ */ defineGradients(allOperators, {
  depthToSpace: (context) => {
    const { block, order } = context.attributes;
    const { gradient } = context;
    if (order === 'block-first') return [context.add('spaceToDepth', [gradient], { block })];
    const shape = context.shapeOf(context.input(0));
    const [batch, height, width, depth] = shape;
    const apart = [batch, height, block, width, block, depth / block ** 2];
    const moved = context.add('transpose', [context.reshape(gradient, apart)], {
      permutation: [0, 1, 3, 5, 2, 4],
    });
    return [context.reshape(moved, shape)];
  },
  spaceToDepth: (context) => {
    const { block } = context.attributes;
    return [context.add('depthToSpace', [context.gradient], { block })];
  },
  resize: (context) => {
    const [, height, width] = context.shapeOf(context.input(0));
    const { size, fit, scales, rounding, slope, region, extrapolation, ...method } =
      context.attributes;
    const attributes = {
      ...method,
      original: [height, width] as const,
      ...(size && { size }),
      ...(fit && { fit }),
      ...(scales && { scales }),
      ...(rounding && { rounding }),
      ...(slope !== undefined && { slope }),
      ...(region && { region }),
      ...(extrapolation !== undefined && { extrapolation }),
    };
    return [context.add('resizeGradient', [context.gradient], attributes)];
  },
});
