import { allOperators } from '@facegpu/nn';
import type { GradientContext } from '../autodiff/context.ts';
import { defineGradients, type GradientTable } from '../autodiff/gradient.ts';

type PadContext = GradientContext<(typeof allOperators)['pad']['attributes']>;
type SliceContext = GradientContext<(typeof allOperators)['slice']['attributes']>;

/** Of operators that put elements elsewhere: gradients go the way back. */
export const movementGradients: GradientTable = /* @__PURE__ */ defineGradients(allOperators, {
  cast: (context) => {
    const isReal = context.typeOf(context.input(0)).dtype === 'f32';
    return [isReal ? context.gradient : undefined];
  },
  concat: (context) => {
    const { inputs } = context.node;
    const axis = fromFront(context.attributes.axis, context.shapeOf(context.output()).length);
    let end = 0;
    return inputs.map((input, i) => {
      const size = context.shapeOf(input)[axis];
      const start = end;
      end += size;
      if (!context.wants(i)) return undefined;
      return context.add('slice', [context.gradient], {
        starts: [start],
        ends: [end],
        axes: [axis],
      });
    });
  },
  expand: (context) => [context.sumTo(context.gradient, context.shapeOf(context.input(0)))],
  pad: (context) => {
    const { before, after, mode } = context.attributes;
    if (mode !== 'constant') return [unpadded(context)];
    return [
      context.add('pad', [context.gradient], { before: negated(before), after: negated(after) }),
    ];
  },
  reshape: (context) => [context.reshape(context.gradient, context.shapeOf(context.input(0)))],
  slice: sliceGradient,
  split: (context) => {
    const { axis, sizes } = context.attributes;
    const shape = context.shapeOf(context.input(0));
    const along = fromFront(axis, shape.length);
    const parts = context.gradients.map((gradient, i) => {
      if (gradient !== undefined) return gradient;
      const part = shape.map((size, each) => (each === along ? sizes[i] : size));
      return context.add('expand', [context.scalar(0)], { shape: part });
    });
    return [context.add('concat', parts, { axis })];
  },
  tile: (context) => {
    const shape = context.shapeOf(context.input(0));
    const repeats = numbersOf(context, 1, context.attributes.repeats);
    const apart = shape.flatMap((size, axis) => [repeats[axis], size]);
    const axes = shape.map((_, axis) => 2 * axis);
    const copies = context.reshape(context.gradient, apart);
    return [context.add('reduceSum', [copies], { axes, keepDims: false })];
  },
  transpose: (context) => {
    const { permutation } = context.attributes;
    const inverse = permutation.map((_, axis) => permutation.indexOf(axis));
    return [context.add('transpose', [context.gradient], { permutation: inverse })];
  },
});

/** Each element of an axis gets the gradients of all that were made of it. */
function unpadded(context: PadContext): string {
  const { before, after, mode } = context.attributes;
  return context.shapeOf(context.input(0)).reduce((gradient, size, axis) => {
    const [front, back] = [before[axis], after[axis]];
    if (front === 0 && back === 0) return gradient;
    const places = context.constant(
      [size],
      Array.from({ length: size }, (_, i) => i),
      'i32',
    );
    const sources = context.add('pad', [places], { before: [front], after: [back], mode });
    const shape = context.shapeOf(gradient).map((all, i) => (i === axis ? size : all));
    return context.add('gatherGradient', [gradient, sources], { axis, shape });
  }, context.gradient);
}

/** Zeros stand in the gradient where nothing was taken, between what was and around it. */
function sliceGradient(context: SliceContext): readonly (string | undefined)[] {
  const { attributes } = context;
  const shape = context.shapeOf(context.input(0));
  const starts = numbersOf(context, 1, attributes.starts);
  const axes = numbersOf(context, 3, attributes.axes ?? starts.map((_, i) => i));
  const steps = numbersOf(context, 4, attributes.steps ?? starts.map(() => 1));
  let { gradient } = context;
  const before = shape.map(() => 0);
  axes.forEach((given, i) => {
    const axis = fromFront(given, shape.length);
    const taken = context.shapeOf(gradient);
    const last = shape[axis] - 1;
    const first = Math.min(Math.max(starts[i] < 0 ? starts[i] + shape[axis] : starts[i], 0), last);
    const step = Math.abs(steps[i]);
    before[axis] = steps[i] > 0 ? first : first - step * (taken[axis] - 1);
    if (taken[axis] === 0) before[axis] = 0;
    if (steps[i] < 0) gradient = reversed(context, gradient, axis);
    if (step > 1) gradient = spread(context, gradient, axis, step);
  });
  const padded = context.shapeOf(gradient);
  const after = shape.map((size, axis) => size - before[axis] - padded[axis]);
  return [context.add('pad', [gradient], { before, after })];
}

function reversed(context: GradientContext, value: string, axis: number): string {
  const starts = [-1];
  const ends = [-context.shapeOf(value)[axis] - 1];
  return context.add('slice', [value], { starts, ends, axes: [axis], steps: [-1] });
}

/** Puts zeros behind each index of an axis, so that each begins where the step leads. */
function spread(context: GradientContext, value: string, axis: number, step: number): string {
  const shape = context.shapeOf(value);
  const apart = [...shape.slice(0, axis + 1), 1, ...shape.slice(axis + 1)];
  const after = apart.map((_, i) => (i === axis + 1 ? step - 1 : 0));
  const before = apart.map(() => 0);
  const padded = context.add('pad', [context.reshape(value, apart)], { before, after });
  return context.reshape(
    padded,
    shape.map((size, i) => (i === axis ? size * step : size)),
  );
}

/** The numbers of an attribute, or of the input that stands in its place. */
function numbersOf(
  context: GradientContext,
  index: number,
  given: readonly number[] | undefined,
): readonly number[] {
  const name = context.input(index);
  const known = name === '' ? undefined : context.typeOf(name).known;
  return known ? [...known] : (given ?? []);
}

function negated(counts: readonly number[]): number[] {
  return counts.map((count) => -count);
}

function fromFront(axis: number, rank: number): number {
  return axis < 0 ? axis + rank : axis;
}
