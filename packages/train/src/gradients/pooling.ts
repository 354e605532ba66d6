import { type Padding, pool2dShape, type Shape } from '@facegpu/kernels';
import { allOperators, paddingOf, type WindowAttributes } from '@facegpu/nn';
import type { GradientContext } from '../autodiff/context.ts';
import { defineGradients, type GradientTable } from '../autodiff/gradient.ts';

/** Of poolings: what a window has goes to its pixels. */
export const poolingGradients: GradientTable = /* @__PURE__ */ defineGradients(allOperators, {
  maxPool: (context) => {
    const { kernel, strides, dilations, ceil } = context.attributes;
    const padding = sides(paddingOf(context.attributes, inputShape(context)));
    const window = { kernel, strides, dilations, padding, ceil };
    return [context.add('maxPoolGradient', [context.input(0), context.gradient], window)];
  },
  averagePool: (context) => {
    const { kernel, strides, dilations, ceil, countPadding } = context.attributes;
    const padding = sides(paddingOf(context.attributes, inputShape(context)));
    const [, height, width] = inputShape(context);
    const attributes = { kernel, strides, dilations, padding, ceil, countPadding };
    const size = [height, width] as const;
    return [context.add('averagePoolGradient', [context.gradient], { ...attributes, size })];
  },
  lpPool: (context) => {
    const { kernel, strides, dilations, p } = context.attributes;
    const [, height, width] = inputShape(context);
    const size = [height, width] as const;
    // Every window gives as many shares as it has taps, where all of them count.
    const padding = sides(wholeWindows(context.attributes, inputShape(context)));
    const taps = context.scalar(kernel[0] * kernel[1]);
    const share = context.add('mul', [normShare(context, p), taps]);
    const window = { kernel, strides, dilations, padding, size, countPadding: true };
    return [normSlope(context, p, context.add('averagePoolGradient', [share], window))];
  },
  globalLpPool: (context) => {
    const { p } = context.attributes;
    return [normSlope(context, p, normShare(context, p))];
  },
});

function inputShape(context: GradientContext) {
  return context.shapeOf(context.input(0));
}

/** As attributes have it. */
function sides({ top, bottom, left, right }: Padding): number[] {
  return [top, bottom, left, right];
}

/** The padding of windows, with as much at the end as the last one hangs over it. */
function wholeWindows(
  attributes: WindowAttributes & { readonly ceil: boolean },
  input: Shape,
): Padding {
  const { kernel, strides, dilations = [1, 1] } = attributes;
  const padding = paddingOf(attributes, input);
  const shape = pool2dShape(input, { ...attributes, padding });
  const needed = (axis: 0 | 1, before: number) => {
    const span = (kernel[axis] - 1) * dilations[axis] + 1;
    return (shape[axis + 1] - 1) * strides[axis] + span - before - input[axis + 1];
  };
  return {
    ...padding,
    bottom: Math.max(padding.bottom, needed(0, padding.top)),
    right: Math.max(padding.right, needed(1, padding.left)),
  };
}

/** The gradient of a p-norm over `norm^(p − 1)`: what all of its elements have in common. 0 where the norm is. */
function normShare(context: GradientContext, p: number): string {
  const { gradient } = context;
  if (p === 1) return gradient;
  const norm = context.output();
  const power = p === 2 ? norm : context.add('pow', [norm, context.scalar(p - 1)]);
  const zero = context.scalar(0);
  const isZero = context.add('equal', [norm, zero]);
  return context.add('where', [isZero, zero, context.add('div', [gradient, power])]);
}

/** What is left of a p-norm's gradient: `sign(x) |x|^(p − 1)` times the share. */
function normSlope(context: GradientContext, p: number, share: string): string {
  const x = context.input(0);
  if (p === 1) return context.add('mul', [context.add('sign', [x]), share]);
  if (p === 2) return context.add('mul', [x, share]);
  const magnitude = context.add('pow', [context.add('abs', [x]), context.scalar(p - 2)]);
  return context.add('mul', [context.add('mul', [x, magnitude]), share]);
}
