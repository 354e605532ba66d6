import { copy } from '../copy/copy.ts';
import type { Dispatch } from '../shader/dispatch.ts';
import { type Axis, denseStrides, requireEach } from '../tensor/axes.ts';
import { requireLayout, requireSpec } from '../tensor/require.ts';
import type { Shape, Tensor } from '../tensor/tensor.ts';

export interface TileArgs {
  /** Dense, any dtype. */
  readonly input: Tensor;
  /** Dense, dtype of the input; each axis as many times as long. */
  readonly output: Tensor;
  /** How often the input repeats along each axis; 0 or more. */
  readonly repeats: readonly number[];
}

/**
 * Lays a tensor side by side with itself.
 *
 * @throws FaceGpuError `shape-mismatch`
 */
export function tile({ input, output, repeats }: TileArgs): Dispatch[] {
  const shape = tileShape(input.shape, repeats);
  requireLayout('tile', 'input', input, 'dense');
  requireSpec('tile', 'output', output, { shape, dtype: input.dtype, layout: 'dense' });
  const [from, to] = [denseStrides(input.shape), denseStrides(shape)];
  const axes = input.shape.flatMap((size, i): Axis[] => [
    { size: repeats[i], strides: [0, size * to[i]] },
    { size, strides: [from[i], to[i]] },
  ]);
  return copy({ input, output, axes }, 'tile');
}

/**
 * The shape of a tiled tensor.
 *
 * @throws FaceGpuError `shape-mismatch`
 */
export function tileShape(shape: Shape, repeats: readonly number[]): Shape {
  requireEach('tile', 'repeats', repeats, shape.length, 0);
  return shape.map((size, i) => size * repeats[i]);
}
