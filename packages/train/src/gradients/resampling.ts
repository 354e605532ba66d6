import { allOperators } from '@facegpu/nn';
import { defineGradients, type GradientTable } from '../autodiff/gradient.ts';

/** Of operators that make images of other pixels. */
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
  gridSample: (context) => {
    const { gradient, attributes } = context;
    const [input, grid] = [context.input(0), context.input(1)];
    const [, height, width] = context.shapeOf(input);
    const original = [height, width] as const;
    // The nearest pixel doesn't change as the grid changes a little.
    const moves = context.wants(1) && attributes.interpolation !== 'nearest';
    return [
      context.wants(0)
        ? context.add('gridSampleInputGradient', [grid, gradient], { ...attributes, original })
        : undefined,
      moves
        ? context.add('gridSampleGridGradient', [input, grid, gradient], attributes)
        : undefined,
    ];
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
