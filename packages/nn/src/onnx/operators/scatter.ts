import type { ScatterReduction } from '@facegpu/kernels';
import { int, word } from '../attributes.ts';
import { defineOnnxOperator } from '../operator.ts';
import { placeOf } from './axis.ts';

/** How updates meet what is there: since version 16, minimum and maximum since 18. */
const reduction = word('none', 'add', 'mul', 'min', 'max');

const scatterElements = defineOnnxOperator({
  attributes: { axis: int(0), reduction },
  inputs: [3, 3],
  lower: (context) => {
    const { name, order } = context.input(0);
    const [indices, updates] = [1, 2].map((i) => context.ordered(context.input(i), order));
    const axis = placeOf(context.attributes.axis, order);
    const attributes = { axis, reduction: reductionOf(context.attributes.reduction) };
    return context.node('scatterElements', [name, indices, updates], attributes, order);
  },
});

const scatterNd = defineOnnxOperator({
  attributes: { reduction },
  inputs: [3, 3],
  lower: (context) => {
    const inputs = [0, 1, 2].map((i) => context.dense(context.input(i)));
    const attributes = { reduction: reductionOf(context.attributes.reduction) };
    return context.node('scatterNd', inputs, attributes);
  },
});

function reductionOf(given: 'none' | 'add' | 'mul' | 'min' | 'max'): ScatterReduction {
  return given === 'none' ? 'replace' : given;
}

export const scatters = {
  // Its name up to version 10.
  Scatter: scatterElements,
  ScatterElements: scatterElements,
  ScatterND: scatterNd,
};
