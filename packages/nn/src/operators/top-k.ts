import { formatShape, shapeMismatch, topKAlong } from '@facegpu/kernels';
import { optional } from './attributes.ts';
import { flag, integer, whole } from './kinds.ts';
import { defineOperator } from './operator.ts';
import { requireReal, requireTensor } from './require.ts';

/** Named, as bundlers keep what computes in its place. */
const mostElements = 2 ** 31 - 1;

/**
 * `topK(x)`: the k largest elements along the attribute axis, in order, and their places as i32; the
 * smallest where largest is false. Of equal elements the first comes first.
 */
export const topK = defineOperator({
  attributes: {
    k: whole(0, mostElements),
    axis: optional(integer, -1),
    largest: optional(flag, true),
  },
  inputs: 1,
  outputs: 2,
  layout: 'dense',
  keepsBatch: (context) => {
    const { axis } = context.attributes;
    return axis !== 0 && axis !== -requireReal(context, 0).shape.length;
  },
  infer: (context) => {
    const { k, axis } = context.attributes;
    const { shape, dtype } = requireReal(context, 0);
    const along = axis < 0 ? axis + shape.length : axis;
    if (!(k <= shape[along])) {
      throw shapeMismatch(
        `topK: ${k} along axis ${axis} of ${formatShape(shape)}`,
        'The axis must be there, and have as many elements.',
      );
    }
    const sizes = shape.map((size, i) => (i === along ? k : size));
    return [
      { shape: sizes, dtype },
      { shape: sizes, dtype: 'i32' },
    ];
  },
  lower: (context) => {
    const { axis, largest } = context.attributes;
    const [values, indices] = context.outputs;
    return topKAlong({ input: requireTensor(context, 0), values, indices, axis, largest });
  },
});
