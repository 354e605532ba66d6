import { type Shape, type SliceAttributes, slice as sliceKernel } from '@facegpu/kernels';
import { type AttributesOf, optional } from './attributes.ts';
import { part } from './evaluate.ts';
import { integers } from './kinds.ts';
import { defineOperator } from './operator.ts';
import { requireInput, requireTensor } from './require.ts';

const attributes = { starts: integers, sizes: integers, steps: optional(integers) };

/**
 * `slice(input)` with the attributes starts, sizes and steps (1 unless told; negative ones go
 * backwards), a number for each axis. A size of -1 takes what is left.
 */
export const slice = defineOperator({
  attributes,
  inputs: 1,
  layout: 'dense',
  keepsBatch: (context) => {
    const { shape } = requireInput(context, 0);
    return partOf(shape, context.attributes).sizes[0] === shape[0];
  },
  infer: (context) => {
    const { shape, dtype } = requireInput(context, 0);
    return [{ shape: partOf(shape, context.attributes).sizes, dtype }];
  },
  lower: (context) =>
    sliceKernel({
      ...partOf(requireInput(context, 0).shape, context.attributes),
      input: requireTensor(context, 0),
      output: context.output,
    }),
  evaluate: ([values], context) => {
    const { shape } = requireInput(context, 0);
    const { starts, sizes, steps } = partOf(shape, context.attributes);
    return [part(values, shape, starts, sizes, steps)];
  },
});

/** The part of a shape that the attributes describe, without a -1. */
function partOf(
  shape: Shape,
  { starts, sizes, steps = shape.map(() => 1) }: AttributesOf<typeof attributes>,
): Required<SliceAttributes> {
  const taken = sizes.map((size, axis) => {
    const left = steps[axis] > 0 ? shape[axis] - starts[axis] : starts[axis] + 1;
    return size === -1 ? Math.ceil(left / Math.abs(steps[axis])) : size;
  });
  return { starts, sizes: taken, steps };
}
