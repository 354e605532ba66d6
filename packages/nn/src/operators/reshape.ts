import { elementCount, formatShape, type Shape, shapeMismatch } from '@facegpu/kernels';
import { optional } from './attributes.ts';
import { flag, integers } from './kinds.ts';
import { defineOperator, type InferContext } from './operator.ts';
import { requireInput, requireNumbers } from './require.ts';

const reshapeAttributes = { shape: optional(integers), allowZero: optional(flag, false) };

/**
 * `reshape(input, shape?)`: the same elements under another shape, which the attribute shape gives, or
 * the second input: whole numbers that are known when the graph is compiled. There, 0 takes the size
 * that the input has at that place (unless the attribute allowZero says that it means none), and one -1
 * takes what is left (as in ONNX).
 */
export const reshape = defineOperator({
  attributes: reshapeAttributes,
  inputs: 2,
  layout: 'dense',
  isView: true,
  keepsBatch: (context) => reshaped(context)[0] === requireInput(context, 0).shape[0],
  infer: (context) => {
    const { dtype } = requireInput(context, 0);
    return [{ shape: reshaped(context), dtype }];
  },
  lower: () => [],
  evaluate: ([values]) => [values],
});

function reshaped(context: InferContext<typeof reshapeAttributes>): Shape {
  const { shape: input } = requireInput(context, 0);
  const { shape: given, allowZero } = context.attributes;
  const wanted = requireNumbers(context, 1, ['shape', given]);
  const copied = wanted.map((size, axis) => {
    return size === 0 && !allowZero ? (input[axis] ?? 0) : size;
  });
  const known = elementCount(copied.filter((size) => size !== -1));
  const shape = copied.map((size) => (size === -1 ? elementCount(input) / known : size));
  if (elementCount(shape) !== elementCount(input) || !shape.every(Number.isInteger)) {
    throw shapeMismatch(
      `reshape: ${formatShape(input)} doesn't fit into ${formatShape(wanted)}`,
      'Both must have the same number of elements.',
    );
  }
  return shape;
}
