import { copy } from '../copy/copy.ts';
import { shapeMismatch } from '../errors.ts';
import type { Dispatch } from '../shader/dispatch.ts';
import { denseStrides, pairAxes } from '../tensor/axes.ts';
import { requireLayout, requireSpec } from '../tensor/require.ts';
import { formatShape, type Shape, type Tensor } from '../tensor/tensor.ts';

export interface TransposeArgs {
  /** Dense, any dtype. */
  readonly input: Tensor;
  /** Dense, dtype of the input; its axis `i` is the input's axis `permutation[i]`. */
  readonly output: Tensor;
  /** Every axis of the input once. */
  readonly permutation: readonly number[];
}

/**
 * Puts the axes of a tensor in another order.
 *
 * @throws FaceGpuError `shape-mismatch`
 */
export function transpose({ input, output, permutation }: TransposeArgs): Dispatch[] {
  const shape = transposeShape(input.shape, permutation);
  requireLayout('transpose', 'input', input, 'dense');
  requireSpec('transpose', 'output', output, { shape, dtype: input.dtype, layout: 'dense' });
  const strides = denseStrides(input.shape);
  const permuted = permutation.map((axis) => strides[axis]);
  const axes = pairAxes(shape, permuted, denseStrides(shape));
  return copy({ input, output, axes }, 'transpose');
}

/**
 * A shape with its axes in another order.
 *
 * @throws FaceGpuError `shape-mismatch` where `permutation` doesn't name every axis once.
 */
export function transposeShape(shape: Shape, permutation: readonly number[]): Shape {
  const sorted = [...permutation].sort((a, b) => a - b);
  if (sorted.length !== shape.length || sorted.some((axis, i) => axis !== i)) {
    throw shapeMismatch(
      `transpose: permutation [${permutation.join(', ')}] of ${formatShape(shape)}`,
      'Name every axis once, counted from 0.',
    );
  }
  return permutation.map((axis) => shape[axis]);
}
