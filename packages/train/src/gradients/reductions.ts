import { allOperators } from '@facegpu/nn';
import type { GradientContext } from '../autodiff/context.ts';
import { defineGradients, type GradientTable } from '../autodiff/gradient.ts';

interface ReductionAttributes {
  readonly axes?: readonly number[] | undefined;
  readonly keepDims: boolean;
}

/** A reduction, with its output and its gradient as the input has its axes: of size 1 where they were reduced. */
interface Reduction {
  readonly input: string;
  readonly output: string;
  readonly gradient: string;
  /** How many elements became one. */
  readonly count: number;
}

/** Of sums, means and the like along axes: each element gets the gradient of what it became part of. */
export const reductionGradients: GradientTable = /* @__PURE__ */ defineGradients(allOperators, {
  reduceL1: along((context, { input, gradient }) => {
    return context.add('mul', [context.add('sign', [input]), gradient]);
  }),
  reduceL2: along((context, { input, output, gradient }) => {
    return context.add('mul', [input, context.add('div', [gradient, output])]);
  }),
  reduceLogSum: along((context, { input, gradient, output }) => {
    const share = context.add('div', [gradient, context.add('exp', [output])]);
    return expanded(context, share, input);
  }),
  reduceLogSumExp: along((context, { input, output, gradient }) => {
    const share = context.add('exp', [context.add('sub', [input, output])]);
    return context.add('mul', [share, gradient]);
  }),
  reduceMax: along(extremes),
  reduceMean: along((context, { input, gradient, count }) => {
    const share = context.add('mul', [gradient, context.scalar(1 / count)]);
    return expanded(context, share, input);
  }),
  reduceMin: along(extremes),
  reduceProd: along((context, { input, output, gradient }) => {
    return context.add('div', [context.add('mul', [gradient, output]), input]);
  }),
  reduceSum: along((context, { input, gradient }) => expanded(context, gradient, input)),
  reduceSumSquare: along((context, { input, gradient }) => {
    const twice = context.add('mul', [gradient, context.scalar(2)]);
    return context.add('mul', [input, twice]);
  }),
  globalAveragePool: (context) => {
    const input = context.input(0);
    const [, height, width] = context.shapeOf(input);
    const share = context.add('mul', [context.gradient, context.scalar(1 / (height * width))]);
    return [expanded(context, share, input)];
  },
  globalMaxPool: (context) => {
    const { gradient } = context;
    return [extremes(context, { input: context.input(0), output: context.output(), gradient })];
  },
  cumSum: (context) => {
    const { axis, exclusive, reverse } = context.attributes;
    const attributes = { axis, exclusive, reverse: !reverse };
    return [context.add('cumSum', [context.gradient], attributes)];
  },
});

/** The gradient of a reduction, which sees its axes. */
function along(gradientOf: (context: GradientContext, reduction: Reduction) => string) {
  return (context: GradientContext & { readonly attributes: ReductionAttributes }) => {
    const input = context.input(0);
    const shape = context.shapeOf(input);
    const { axes = shape.map((_, axis) => axis) } = context.attributes;
    const reduced = new Set(axes.map((axis) => (axis < 0 ? axis + shape.length : axis)));
    const kept = shape.map((size, axis) => (reduced.has(axis) ? 1 : size));
    const count = shape.reduce(
      (product, size, i) => (reduced.has(i) ? product * size : product),
      1,
    );
    const output = context.reshape(context.output(), kept);
    const gradient = context.reshape(context.gradient, kept);
    return [gradientOf(context, { input, output, gradient, count })];
  };
}

/** What is largest, or smallest, shares the gradient evenly. */
function extremes(
  context: GradientContext,
  { input, output, gradient }: Omit<Reduction, 'count'>,
): string {
  const isExtreme = context.add('cast', [context.add('equal', [input, output])], { to: 'f32' });
  const count = context.sumTo(isExtreme, context.shapeOf(output));
  return context.add('mul', [isExtreme, context.add('div', [gradient, count])]);
}

/** A value repeated along the axes in which another has more. */
function expanded(context: GradientContext, value: string, like: string): string {
  return context.add('expand', [value], { shape: [...context.shapeOf(like)] });
}
