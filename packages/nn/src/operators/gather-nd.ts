import { elementCount, gatherNd as gatherNdKernel, gatherNdShape } from '@facegpu/kernels';
import { optional } from './attributes.ts';
import { rowPlaces } from './indexing.ts';
import { whole } from './kinds.ts';
import { defineOperator } from './operator.ts';
import { requireIndices, requireInput, requireTensor } from './require.ts';

/**
 * `gatherNd(input, indices)`: the parts of the input that tuples of indices name, along its first axes,
 * or those after the first few that both share (the attribute batchAxes). The indices are `[…, depth]`,
 * of i32 or u32; negative ones count from the end, and a tuple that leads outside gives zeros, or is an
 * error where it is known before.
 */
export const gatherNd = defineOperator({
  attributes: { batchAxes: optional(whole(0, 63), 0) },
  inputs: 2,
  layout: 'dense',
  keepsBatch: ({ attributes: { batchAxes } }) => batchAxes > 0,
  infer: (context) => {
    const { shape, dtype } = requireInput(context, 0);
    const indices = requireIndices(context, 1);
    const { batchAxes } = context.attributes;
    const gathered = gatherNdShape(shape, indices.shape, batchAxes);
    if (indices.known) rowPlaces(context, indices.known, indices.shape, shape, batchAxes);
    return [{ shape: gathered, dtype }];
  },
  lower: (context) =>
    gatherNdKernel({
      input: requireTensor(context, 0),
      indices: requireTensor(context, 1),
      batchAxes: context.attributes.batchAxes,
      output: context.output,
    }),
  evaluate: ([values, indices], context) => {
    const { shape } = requireInput(context, 0);
    const { shape: tuples } = requireInput(context, 1);
    const { batchAxes } = context.attributes;
    const row = elementCount(shape.slice(batchAxes + (tuples.at(-1) ?? 0)));
    const places = rowPlaces(context, indices, tuples, shape, batchAxes);
    const gathered = new Float64Array(places.length * row);
    places.forEach((place, i) => {
      gathered.set(values.subarray(place * row, (place + 1) * row), i * row);
    });
    return [gathered];
  },
});
