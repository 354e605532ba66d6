import { elementCount, formatShape, type Shape, shapeMismatch } from '@facegpu/kernels';
import type { InferContext, Operator } from './operator.ts';
import { requireInput } from './require.ts';

/**
 * `reshape(input)`: the same elements under another shape. In the attribute shape, 0 takes the size
 * that the input has at that place, and one -1 takes what is left (as in ONNX).
 */
export const reshape: Operator = {
  inputs: 1,
  layout: 'dense',
  isView: true,
  keepsBatch: (context) => outputShape(context)[0] === requireInput(context, 0)[0],
  infer: outputShape,
  lower: () => [],
};

function outputShape(context: InferContext): Shape {
  const input = requireInput(context, 0);
  const wanted = context.attributes.numbers('shape');
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
