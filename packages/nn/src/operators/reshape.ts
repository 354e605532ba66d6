import { elementCount, formatShape, type Shape, shapeMismatch } from '@facegpu/kernels';
import { integers } from './kinds.ts';
import { defineOperator } from './operator.ts';
import { requireInput } from './require.ts';

/**
 * `reshape(input)`: the same elements under another shape. In the attribute shape, 0 takes the size
 * that the input has at that place, and one -1 takes what is left (as in ONNX).
 */
export const reshape = defineOperator({
  attributes: { shape: integers },
  inputs: 1,
  layout: 'dense',
  isView: true,
  keepsBatch: (context) => {
    const { shape } = requireInput(context, 0);
    return reshaped(shape, context.attributes.shape)[0] === shape[0];
  },
  infer: (context) => {
    const { shape, dtype } = requireInput(context, 0);
    return [{ shape: reshaped(shape, context.attributes.shape), dtype }];
  },
  lower: () => [],
});

function reshaped(input: Shape, wanted: Shape): Shape {
  const copied = wanted.map((size, axis) => (size === 0 ? (input[axis] ?? 0) : size));
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
