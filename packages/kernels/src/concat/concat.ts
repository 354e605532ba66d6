import { copy } from '../copy/copy.ts';
import { shapeMismatch } from '../errors.ts';
import type { Dispatch } from '../shader/dispatch.ts';
import { denseStrides, pairAxes, requireAxis } from '../tensor/axes.ts';
import { requireSpec } from '../tensor/require.ts';
import { formatShape, type Shape, type Tensor } from '../tensor/tensor.ts';

export interface ConcatArgs {
  /** One or more; dense, any dtype, alike but for their sizes along the axis. */
  readonly inputs: readonly Tensor[];
  /** Dense, dtype of the inputs; its size along the axis is the sum of theirs. */
  readonly output: Tensor;
  /** Counted from the end where it is negative. */
  readonly axis: number;
}

/**
 * Joins tensors along an axis, in the order given. One dispatch for each input.
 *
 * @throws FaceGpuError `shape-mismatch`
 */
export function concat({ inputs, output, axis }: ConcatArgs): Dispatch[] {
  const shape = concatShape(
    inputs.map((input) => input.shape),
    axis,
  );
  const dtype = inputs[0]?.dtype ?? output.dtype;
  requireSpec('concat', 'output', output, { shape, dtype, layout: 'dense' });
  for (const input of inputs) {
    requireSpec('concat', 'an input', input, { shape: input.shape, dtype, layout: 'dense' });
  }
  const along = requireAxis('concat', axis, output.shape.length);
  const outputStrides = denseStrides(output.shape);
  let start = 0;
  return inputs.flatMap((input) => {
    const axes = pairAxes(input.shape, denseStrides(input.shape), outputStrides);
    const outputStart = start * outputStrides[along];
    start += input.shape[along];
    return copy({ input, output, axes, outputStart }, 'concat');
  });
}

/**
 * The shape of tensors joined along an axis.
 *
 * @throws FaceGpuError `shape-mismatch`
 */
export function concatShape(shapes: readonly Shape[], axis: number): Shape {
  const [first] = shapes;
  if (!first) throw shapeMismatch('concat: no inputs', 'Give at least one.');
  const along = requireAxis('concat', axis, first.length);
  for (const shape of shapes) {
    if (shape.length === first.length && shape.every((n, i) => i === along || n === first[i])) {
      continue;
    }
    throw shapeMismatch(
      `concat: ${formatShape(first)} and ${formatShape(shape)} along axis ${axis}`,
      'Inputs may differ along that axis only.',
    );
  }
  const total = shapes.reduce((sum, shape) => sum + shape[along], 0);
  return first.map((size, i) => (i === along ? total : size));
}
