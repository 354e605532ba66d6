import {
  formatShape,
  type Shape,
  type SliceAttributes,
  shapeMismatch,
  slice as sliceKernel,
} from '@facegpu/kernels';
import { part } from './evaluate.ts';
import { integer, integers } from './kinds.ts';
import { defineOperator, type InferContext } from './operator.ts';
import { isBehindBatch, requireInput, requireTensor } from './require.ts';

const attributes = { axis: integer, sizes: integers };

/** Named, as bundlers keep what computes in its place. */
const unlimited = Number.POSITIVE_INFINITY;

/**
 * `split(input)` into as many outputs as the attribute sizes has numbers: consecutive parts of that
 * many indices along the attribute axis.
 */
export const split = defineOperator({
  attributes,
  inputs: 1,
  outputs: unlimited,
  layout: 'dense',
  keepsBatch: (context) => isBehindBatch(context, context.attributes.axis),
  infer: (context) => {
    const { dtype } = requireInput(context, 0);
    return partsOf(context).map(({ sizes }) => ({ shape: sizes, dtype }));
  },
  lower: (context) => {
    const input = requireTensor(context, 0);
    return partsOf(context).flatMap((place, i) => {
      return sliceKernel({ ...place, input, output: context.outputs[i] });
    });
  },
  evaluate: ([values], context) => {
    const { shape } = requireInput(context, 0);
    return partsOf(context).map(({ starts, sizes }) => part(values, shape, starts, sizes));
  },
});

/** Where each output lies in the input. */
function partsOf(context: InferContext<typeof attributes>): SliceAttributes[] {
  const { shape } = requireInput(context, 0);
  const { axis, sizes } = context.attributes;
  const along = axis < 0 ? axis + shape.length : axis;
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (shape[along] !== total || sizes.some((size) => size < 0)) {
    throw shapeMismatch(
      `split: parts of ${formatShape(sizes)} along axis ${axis} of ${formatShape(shape)}`,
      'They must add up to its size.',
    );
  }
  let start = 0;
  return sizes.map((size): SliceAttributes => {
    const starts = replaced(
      shape.map(() => 0),
      along,
      start,
    );
    start += size;
    return { starts, sizes: replaced(shape, along, size) };
  });
}

function replaced(list: Shape, index: number, value: number): Shape {
  return list.map((other, i) => (i === index ? value : other));
}
