import { broadcastShape, broadcastTo, type Shape } from '@facegpu/kernels';
import { optional } from './attributes.ts';
import { stretch } from './evaluate.ts';
import { integers } from './kinds.ts';
import { defineOperator, type InferContext } from './operator.ts';
import { requireInput, requireNumbers, requireTensor } from './require.ts';

const attributes = { shape: optional(integers) };

/**
 * `expand(input, shape?)`: the input broadcast, as in NumPy, with a shape, which the attribute shape
 * gives, or the second input, known when the graph is compiled. Where the shape has a 1, the input's own
 * size stays.
 */
export const expand = defineOperator({
  attributes,
  inputs: 2,
  layout: 'dense',
  keepsBatch: (context) => {
    const { shape } = requireInput(context, 0);
    const expanded = expandedShape(context);
    return shape.length === expanded.length && shape[0] === expanded[0];
  },
  infer: (context) => [{ shape: expandedShape(context), dtype: requireInput(context, 0).dtype }],
  lower: (context) => broadcastTo({ input: requireTensor(context, 0), output: context.output }),
  evaluate: ([values], context) => [
    stretch(values, requireInput(context, 0).shape, expandedShape(context)),
  ],
});

function expandedShape(context: InferContext<typeof attributes>): Shape {
  const wanted = requireNumbers(context, 1, ['shape', context.attributes.shape]);
  return broadcastShape(requireInput(context, 0).shape, wanted);
}
