import { elementCount, type Shape } from '@facegpu/kernels';
import { optional } from './attributes.ts';
import { integer } from './kinds.ts';
import { defineOperator, type InferContext } from './operator.ts';
import { requireInput } from './require.ts';

const attributes = { start: optional(integer, 0), end: optional(integer) };

/**
 * `shape(x)`: the sizes of its input's axes, `[axes]` of i32, from the attribute start up to the
 * attribute end, but without it: all unless told. Negative ones count from the end. Known when the graph
 * is compiled.
 */
export const shape = defineOperator({
  attributes,
  inputs: 1,
  layout: 'dense',
  keepsBatch: () => false,
  infer: (context) => [{ shape: [sizesOf(context).length], dtype: 'i32' }],
  lower: () => [],
  readsShapes: true,
  evaluate: (_, context) => [Float64Array.from(sizesOf(context))],
});

/** `size(x)`: how many elements its input has, one i32. Known when the graph is compiled. */
export const size = defineOperator({
  attributes: {},
  inputs: 1,
  layout: 'dense',
  keepsBatch: () => false,
  infer: () => [{ shape: [], dtype: 'i32' }],
  lower: () => [],
  readsShapes: true,
  evaluate: (_, context) => [Float64Array.of(elementCount(requireInput(context, 0).shape))],
});

function sizesOf(context: InferContext<typeof attributes>): Shape {
  // As arrays count, so do ONNX's start and end: from the end where negative, and never beyond.
  const { start, end } = context.attributes;
  return requireInput(context, 0).shape.slice(start, end);
}
