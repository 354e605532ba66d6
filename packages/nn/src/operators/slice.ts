import { type Shape, type SliceAttributes, slice as sliceKernel } from '@facegpu/kernels';
import type { InferContext, Operator } from './operator.ts';
import { requireInput, requireTensor } from './require.ts';

/**
 * `slice(input)` with the attributes starts, sizes and steps (1 unless told), a number for each axis.
 * A size of -1 takes what is left.
 */
export const slice: Operator = {
  inputs: 1,
  layout: 'dense',
  keepsBatch: (context) => {
    const input = requireInput(context, 0);
    return part(context, input).sizes[0] === input[0];
  },
  infer: (context) => part(context, requireInput(context, 0)).sizes,
  lower: (context) =>
    sliceKernel({
      ...part(context, requireInput(context, 0)),
      input: requireTensor(context, 0),
      output: context.output,
    }),
};

function part({ attributes }: InferContext, input: Shape): Required<SliceAttributes> {
  const starts = attributes.numbers('starts');
  const given = attributes.numbers('sizes');
  const steps = attributes.numbers(
    'steps',
    input.map(() => 1),
  );
  const sizes = given.map((size, axis) => {
    return size === -1 ? Math.ceil((input[axis] - starts[axis]) / steps[axis]) : size;
  });
  return { starts, sizes, steps };
}
