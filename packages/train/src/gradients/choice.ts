import { allOperators } from '@facegpu/nn';
import type { GradientContext } from '../autodiff/context.ts';
import { defineGradients, type GradientTable } from '../autodiff/gradient.ts';

/** Of operators that take elements, or change some, at places that are computed. */
export const choiceGradients: GradientTable = /* @__PURE__ */ defineGradients(allOperators, {
  gather: (context) => {
    const shape = [...context.shapeOf(context.input(0))];
    const { axis } = context.attributes;
    const inputs = [context.gradient, context.input(1)];
    return [context.add('gatherGradient', inputs, { axis, shape })];
  },
  gatherElements: (context) => {
    const { axis } = context.attributes;
    const inputs = [zeros(context), context.input(1), context.gradient];
    return [context.add('scatterElements', inputs, { axis, reduction: 'add' })];
  },
  gatherNd: (context) => {
    const indices = wholeIndices(context, context.attributes.batchAxes);
    const inputs = [zeros(context), indices, context.gradient];
    return [context.add('scatterNd', inputs, { reduction: 'add' })];
  },
  scatterElements: (context) => {
    const { axis, reduction } = context.attributes;
    const [, indices, updates] = context.node.inputs;
    const { gradient } = context;
    requireSum(context, reduction);
    const ofUpdates = () => {
      const taken = context.add('gatherElements', [gradient, indices], { axis });
      return context.sumTo(taken, context.shapeOf(updates));
    };
    const rest = [gradient, indices, context.scalar(0)];
    return [
      reduction === 'add' ? gradient : context.add('scatterElements', rest, { axis }),
      undefined,
      context.wants(2) ? ofUpdates() : undefined,
    ];
  },
  scatterNd: (context) => {
    const { reduction } = context.attributes;
    const [, indices, updates] = context.node.inputs;
    const { gradient } = context;
    requireSum(context, reduction);
    const rest = () => {
      const shape = [...context.shapeOf(updates)];
      const none = context.add('expand', [context.scalar(0)], { shape });
      return context.add('scatterNd', [gradient, indices, none]);
    };
    return [
      reduction === 'add' ? gradient : rest(),
      undefined,
      context.wants(2) ? context.add('gatherNd', [gradient, indices]) : undefined,
    ];
  },
  topK: (context) => {
    const { axis } = context.attributes;
    const inputs = [zeros(context), context.output(1), context.gradient];
    return [context.add('scatterElements', inputs, { axis })];
  },
});

/** Zeros like the first input. */
function zeros(context: GradientContext): string {
  const shape = [...context.shapeOf(context.input(0))];
  return context.add('expand', [context.scalar(0)], { shape });
}

/** Tuples of indices that begin with those of the axes which input and indices share. */
function wholeIndices(context: GradientContext, batchAxes: number): string {
  const indices = context.input(1);
  if (batchAxes === 0) return indices;
  const { shape, dtype } = context.typeOf(indices);
  const tuples = shape.slice(0, -1);
  const count = tuples.reduce((product, size) => product * size, 1);
  const places = Array.from({ length: count }, (_, i) => {
    const place: number[] = [];
    let rest = i;
    for (const size of [...tuples].reverse()) {
      place.unshift(rest % size);
      rest = Math.floor(rest / size);
    }
    return place.slice(0, batchAxes);
  });
  const shared = context.constant([...tuples, batchAxes], places.flat(), dtype);
  return context.add('concat', [shared, indices], { axis: tuples.length });
}

function requireSum(context: GradientContext, reduction: string): void {
  if (reduction === 'add' || reduction === 'replace') return;
  throw context.unsupported(`of reduction ${reduction}`, 'Add updates, or put them in place.');
}
