import type { Shape } from '@facegpu/kernels';
import { allOperators, convTransposeWindow, paddingOf } from '@facegpu/nn';
import type { GradientContext } from '../autodiff/context.ts';
import { defineGradients, type GradientTable } from '../autodiff/gradient.ts';

/** Of convolutions and of transposed ones: each is the other's gradient for its input. */
export const convolutionGradients: GradientTable = /* @__PURE__ */ defineGradients(allOperators, {
  conv2d: (context) => {
    const { attributes } = context;
    const { strides, dilations, groups } = attributes;
    const [gradient, ofSlopes] = beforeSlopes(context);
    const input = context.shapeOf(context.input(0));
    const [height, width] = context.shapeOf(context.input(1));
    const kernel = [height, width] as const;
    const { top, bottom, left, right } = paddingOf({ ...attributes, kernel }, input);
    const padding = [top, bottom, left, right];
    // Rows and columns that no window reached to the end of.
    const unreached = (axis: 0 | 1) => {
      const span = (kernel[axis] - 1) * dilations[axis] + 1;
      const all = input[axis + 1] + padding[2 * axis] + padding[2 * axis + 1];
      return (all - span) % strides[axis];
    };
    const outputPadding = [unreached(0), unreached(1)] as const;
    const window = { strides, dilations, padding, groups };
    return [
      context.wants(0)
        ? context.add('convTranspose2d', [gradient, turned(context, context.input(1), groups)], {
            ...window,
            outputPadding,
          })
        : undefined,
      context.wants(1)
        ? context.add('conv2dWeightGradient', [context.input(0), gradient], { ...window, kernel })
        : undefined,
      context.wants(2) ? channelSum(context, gradient) : undefined,
      gradient,
      ofSlopes,
    ];
  },
  convTranspose2d: (context) => {
    const { attributes } = context;
    const input = context.shapeOf(context.input(0));
    const weight = context.shapeOf(context.input(1));
    const [height, width] = weight;
    const kernel = [height, width] as const;
    const { strides, dilations, groups, ...cut } = convTransposeWindow(attributes, input, weight);
    const { top, bottom, left, right } = cut.padding;
    // Rows and columns at the end that no window reached have no part in it.
    const ends = [bottom - cut.outputPadding[0], right - cut.outputPadding[1]];
    const beyond = ends.map((count) => Math.max(0, -count));
    const gradient = cropped(context, beyond);
    const padding = [top, Math.max(0, ends[0]), left, Math.max(0, ends[1])];
    const window = { strides, dilations, padding, groups };
    return [
      context.wants(0)
        ? context.add('conv2d', [gradient, turned(context, context.input(1), groups)], window)
        : undefined,
      context.wants(1)
        ? turned(
            context,
            context.add('conv2dWeightGradient', [gradient, context.input(0)], {
              ...window,
              kernel,
            }),
            groups,
          )
        : undefined,
      context.wants(2) ? channelSum(context, context.gradient) : undefined,
    ];
  },
});

/** The gradient in front of the slopes of negative results, and that of the slopes, where there are any. */
function beforeSlopes(
  context: GradientContext<(typeof allOperators)['conv2d']['attributes']>,
): readonly string[] {
  const { node, attributes, gradient } = context;
  const [input, weight, bias = '', residual = '', slopes = ''] = node.inputs;
  if (slopes === '') return [gradient];
  const sloped = context.add('conv2d', [input, weight, bias, residual], attributes);
  return context.addAll('preluGradient', 2, [sloped, slopes, gradient]);
}

/**
 * Weights `[height, width, inputs / groups, outputs]` as the way back wants them:
 * `[height, width, outputs / groups, inputs]`.
 */
function turned(context: GradientContext, weight: string, groups: number): string {
  const [height, width, inputs, outputs] = context.shapeOf(weight);
  const apart: Shape = [height, width, inputs, groups, outputs / groups];
  const swapped = context.add('transpose', [context.reshape(weight, apart)], {
    permutation: [0, 1, 4, 3, 2],
  });
  return context.reshape(swapped, [height, width, outputs / groups, groups * inputs]);
}

/** The gradient without rows and columns at the end. */
function cropped(context: GradientContext, [rows, columns]: readonly number[]): string {
  if (rows === 0 && columns === 0) return context.gradient;
  const before = [0, 0, 0, 0];
  return context.add('pad', [context.gradient], { before, after: [0, -rows, -columns, 0] });
}

/** What a bias for each channel gets. */
function channelSum(context: GradientContext, gradient: string): string {
  return context.add('reduceSum', [gradient], { axes: [0, 1, 2], keepDims: false });
}
