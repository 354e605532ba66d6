import { defineOperator } from './operator.ts';
import { requireInput } from './require.ts';

/** `shape(x)`: the sizes of its input's axes, `[axes]` of i32. Known when the graph is compiled. */
export const shape = defineOperator({
  attributes: {},
  inputs: 1,
  layout: 'dense',
  keepsBatch: () => false,
  infer: (context) => [{ shape: [requireInput(context, 0).shape.length], dtype: 'i32' }],
  lower: () => [],
  readsShapes: true,
  evaluate: (_, { inputs: [input] }) => [Float64Array.from(input?.shape ?? [])],
});
