import { elementCount, gather as gatherKernel, gatherShape } from '@facegpu/kernels';
import { optional } from './attributes.ts';
import { integer } from './kinds.ts';
import { defineOperator } from './operator.ts';
import {
  isBehindBatch,
  requireIndices,
  requireInput,
  requireTensor,
  requireWithin,
} from './require.ts';

/**
 * `gather(input, indices)`: slices of the input along the attribute axis (the first unless told):
 * `output[…, i, …] = input[…, indices[i], …]`. The indices are of i32 or u32 and of any shape; negative
 * ones count from the end, and one that the input doesn't have gives zeros, or is an error where it is
 * known before.
 */
export const gather = defineOperator({
  attributes: { axis: optional(integer, 0) },
  inputs: 2,
  layout: 'dense',
  keepsBatch: (context) => isBehindBatch(context, context.attributes.axis),
  infer: (context) => {
    const { shape, dtype } = requireInput(context, 0);
    const indices = requireIndices(context, 1);
    const { axis } = context.attributes;
    const gathered = gatherShape(shape, indices.shape, axis);
    if (indices.known) requireWithin(context, indices.known, shape.at(axis) ?? 0);
    return [{ shape: gathered, dtype }];
  },
  lower: (context) =>
    gatherKernel({
      input: requireTensor(context, 0),
      indices: requireTensor(context, 1),
      axis: context.attributes.axis,
      output: context.output,
    }),
  evaluate: ([values, indices], context) => {
    const { shape } = requireInput(context, 0);
    const { axis } = context.attributes;
    const size = shape.at(axis) ?? 0;
    requireWithin(context, indices, size);
    const along = axis < 0 ? axis + shape.length : axis;
    const outer = elementCount(shape.slice(0, along));
    const row = elementCount(shape.slice(along + 1));
    const gathered = new Float64Array(outer * indices.length * row);
    for (let o = 0; o < outer; o++) {
      indices.forEach((index, i) => {
        const start = (o * size + (index < 0 ? index + size : index)) * row;
        gathered.set(values.subarray(start, start + row), (o * indices.length + i) * row);
      });
    }
    return [gathered];
  },
});
