import { tile as tileKernel, tileShape } from '@facegpu/kernels';
import { optional } from './attributes.ts';
import { tiled } from './evaluate.ts';
import { integers } from './kinds.ts';
import { defineOperator, type InferContext } from './operator.ts';
import { requireInput, requireNumbers, requireTensor } from './require.ts';

const attributes = { repeats: optional(integers) };

/**
 * `tile(input, repeats?)`: the input side by side with itself, as often along each axis as the attribute
 * repeats says, or the second input, known when the graph is compiled.
 */
export const tile = defineOperator({
  attributes,
  inputs: 2,
  layout: 'dense',
  keepsBatch: (context) => repeatsOf(context)[0] === 1,
  infer: (context) => {
    const { shape, dtype } = requireInput(context, 0);
    return [{ shape: tileShape(shape, repeatsOf(context)), dtype }];
  },
  lower: (context) =>
    tileKernel({
      input: requireTensor(context, 0),
      output: context.output,
      repeats: repeatsOf(context),
    }),
  evaluate: ([values], context) => {
    return [tiled(values, requireInput(context, 0).shape, repeatsOf(context))];
  },
});

function repeatsOf(context: InferContext<typeof attributes>): readonly number[] {
  return requireNumbers(context, 1, ['repeats', context.attributes.repeats]);
}
