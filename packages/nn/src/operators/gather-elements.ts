import { gatherElements as gatherElementsKernel } from '@facegpu/kernels';
import { elementPlaces } from './indexing.ts';
import { integer } from './kinds.ts';
import { defineOperator } from './operator.ts';
import { requireIndices, requireInput, requireTensor, requireWithin } from './require.ts';

/**
 * `gatherElements(input, indices)`: for each index the element at the same place, but along the
 * attribute axis where the index says. The indices are of i32 or u32, with as many axes as the input;
 * negative ones count from the end, and one that the input doesn't have gives 0, or is an error where it
 * is known before.
 */
export const gatherElements = defineOperator({
  attributes: { axis: integer },
  inputs: 2,
  layout: 'dense',
  keepsBatch: (context) => {
    const { axis } = context.attributes;
    const { shape } = requireInput(context, 0);
    return axis !== 0 && axis !== -shape.length && requireInput(context, 1).shape[0] === shape[0];
  },
  infer: (context) => {
    const { shape, dtype } = requireInput(context, 0);
    const indices = requireIndices(context, 1);
    if (indices.known) {
      requireWithin(context, indices.known, shape.at(context.attributes.axis) ?? 0);
    }
    return [{ shape: indices.shape, dtype }];
  },
  lower: (context) =>
    gatherElementsKernel({
      input: requireTensor(context, 0),
      indices: requireTensor(context, 1),
      axis: context.attributes.axis,
      output: context.output,
    }),
  evaluate: ([values, indices], context) => {
    const { shape } = requireInput(context, 0);
    const { axis } = context.attributes;
    requireWithin(context, indices, shape.at(axis) ?? 0);
    const places = elementPlaces(indices, requireInput(context, 1).shape, shape, axis);
    return [Float64Array.from(places, (place) => values[place])];
  },
});
