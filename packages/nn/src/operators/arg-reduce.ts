import { argReduce, reduceShape } from '@facegpu/kernels';
import { optional } from './attributes.ts';
import { flag, integer } from './kinds.ts';
import { defineOperator } from './operator.ts';
import { isBehindBatch, requireInput, requireTensor } from './require.ts';

/**
 * `argMax(x)`, `argMin(x)`: where along the attribute axis the largest or the smallest element lies, as
 * i32. The axis stays, with the size 1, unless keepDims is false; of equal elements the first counts, or
 * the last one where the attribute last says so.
 */
export const argMax = operation('max');
export const argMin = operation('min');

/* @__NO_SIDE_EFFECTS__ */
function operation(op: 'max' | 'min') {
  return defineOperator({
    attributes: {
      axis: optional(integer, 0),
      keepDims: optional(flag, true),
      last: optional(flag, false),
    },
    inputs: 1,
    layout: 'dense',
    keepsBatch: (context) => isBehindBatch(context, context.attributes.axis),
    infer: (context) => {
      const { axis, keepDims } = context.attributes;
      const { shape } = requireInput(context, 0);
      return [{ shape: reduceShape(shape, [axis], keepDims), dtype: 'i32' }];
    },
    lower: (context) => {
      const { axis, last } = context.attributes;
      return argReduce({
        op,
        input: requireTensor(context, 0),
        output: context.output,
        axis,
        last,
      });
    },
  });
}
