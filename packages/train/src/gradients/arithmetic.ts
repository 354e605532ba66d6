import { sameShape } from '@facegpu/kernels';
import { allOperators } from '@facegpu/nn';
import type { GradientContext } from '../autodiff/context.ts';
import { defineGradients, type GradientTable } from '../autodiff/gradient.ts';

/** Of operators on two tensors that broadcast: a sum over what was repeated is left of each. */
export const arithmeticGradients: GradientTable = /* @__PURE__ */ defineGradients(allOperators, {
  add: (context) => both(context, ({ gradient }) => [gradient, gradient]),
  sub: (context) =>
    both(context, ({ gradient }) => [gradient, () => context.add('neg', [gradient])]),
  mul: (context) =>
    both(context, ({ gradient, input }) => [
      () => context.add('mul', [gradient, input(1)]),
      () => context.add('mul', [gradient, input(0)]),
    ]),
  dequantize,
  div: (context) =>
    both(context, ({ gradient, input, output }) => [
      () => context.add('div', [gradient, input(1)]),
      () => {
        const share = context.add('div', [output(), input(1)]);
        return context.add('neg', [context.add('mul', [gradient, share])]);
      },
    ]),
  pow: (context) =>
    both(context, ({ gradient, input, output }) => [
      () => {
        const less = context.add('sub', [input(1), context.scalar(1)]);
        const slope = context.add('mul', [input(1), context.add('pow', [input(0), less])]);
        return context.add('mul', [gradient, slope]);
      },
      () => {
        const slope = context.add('mul', [output(), context.add('log', [input(0)])]);
        return context.add('mul', [gradient, slope]);
      },
    ]),
  max: (context) => chosen(context, 'greaterOrEqual'),
  min: (context) => chosen(context, 'lessOrEqual'),
  prelu: (context) => {
    const [shape, slope] = [context.shapeOf(context.output()), context.input(1)];
    if (context.wants(1) && sameShape(shape, context.shapeOf(context.input(0)))) {
      return context.addAll('preluGradient', 2, [context.input(0), slope, context.gradient]);
    }
    return both(context, ({ gradient, input }) => {
      const isNegative = context.add('less', [input(0), context.scalar(0)]);
      return [
        () => {
          const scaled = context.add('mul', [gradient, input(1)]);
          return context.add('where', [isNegative, scaled, gradient]);
        },
        () => {
          const scaled = context.add('mul', [gradient, input(0)]);
          return context.add('where', [isNegative, scaled, context.scalar(0)]);
        },
      ];
    });
  },
  remainder,
  where: (context) => {
    const [condition, zero] = [context.input(0), context.scalar(0)];
    const choices = [
      [condition, context.gradient, zero],
      [condition, zero, context.gradient],
    ];
    const parts = choices.map((inputs, i) => {
      if (!context.wants(i + 1)) return undefined;
      return context.sumTo(context.add('where', inputs), context.shapeOf(context.input(i + 1)));
    });
    return [undefined, ...parts];
  },
});

/** A gradient of the output's shape, or how to write one down. */
type Part = string | (() => string);

interface Values {
  readonly gradient: string;
  input(index: number): string;
  output(): string;
}

/** The gradients of both operands, each written down where it is wanted, and summed to its shape. */
function both(
  context: GradientContext,
  partsOf: (values: Values) => readonly [Part, Part],
): readonly (string | undefined)[] {
  const parts = partsOf({
    gradient: context.gradient,
    input: (index) => context.input(index),
    output: () => context.output(),
  });
  return parts.map((part, i) => {
    if (!context.wants(i)) return undefined;
    const whole = typeof part === 'string' ? part : part();
    return context.sumTo(whole, context.shapeOf(context.input(i)));
  });
}

/** Of whole steps of a scale: the scale grows by as many as an element has. A whole number has no gradient. */
function dequantize(
  context: GradientContext<(typeof allOperators)['dequantize']['attributes']>,
): readonly (string | undefined)[] {
  if (!context.wants(1)) return [];
  const [x, scale, zero] = [context.input(0), context.input(1), context.input(2)];
  const shape = context.shapeOf(x);
  const axis = context.attributes.axis + (context.attributes.axis < 0 ? shape.length : 0);
  const scales = context.shapeOf(scale);
  // A list stands along its axis.
  const along = scales.length === 0 ? [] : shape.map((_, i) => (i === axis ? scales[0] : 1));
  const steps = zero === '' ? x : context.add('sub', [x, context.reshape(zero, along)]);
  const product = context.add('mul', [
    context.gradient,
    context.add('cast', [steps], { to: 'f32' }),
  ]);
  return [undefined, context.reshape(context.sumTo(product, along), scales)];
}

/** Of what is left of a division. */
function remainder(context: GradientContext) {
  return both(context, ({ gradient, input, output }) => [
    gradient,
    () => {
      // How often the divisor was taken off, which a small change doesn't change.
      const less = context.add('sub', [output(), input(0)]);
      const taken = context.add('round', [context.add('div', [less, input(1)])]);
      return context.add('mul', [gradient, taken]);
    },
  ]);
}

/** The first operand has the gradient where it was chosen, equal ones included, the second elsewhere. */
function chosen(context: GradientContext, comparison: 'greaterOrEqual' | 'lessOrEqual') {
  return both(context, ({ gradient, input }) => {
    const isFirst = context.add(comparison, [input(0), input(1)]);
    const zero = context.scalar(0);
    return [
      () => context.add('where', [isFirst, gradient, zero]),
      () => context.add('where', [isFirst, zero, gradient]),
    ];
  });
}
