import { broadcastShape, broadcastStrides } from '../binary/broadcast.ts';
import { copy } from '../copy/copy.ts';
import type { Dispatch } from '../shader/dispatch.ts';
import { denseStrides, pairAxes } from '../tensor/axes.ts';
import { requireLayout, requireSpec } from '../tensor/require.ts';
import type { Tensor } from '../tensor/tensor.ts';

export interface BroadcastToArgs {
  /** Dense, any dtype. */
  readonly input: Tensor;
  /** Dense, dtype of the input, of a shape that the input broadcasts to. */
  readonly output: Tensor;
}

/**
 * A tensor stretched to a larger shape, as NumPy broadcasts: axes of size 1, and those that it lacks in
 * front, repeat.
 *
 * @throws FaceGpuError `shape-mismatch`
 */
export function broadcastTo({ input, output }: BroadcastToArgs): Dispatch[] {
  const shape = broadcastShape(input.shape, output.shape);
  requireLayout('broadcastTo', 'input', input, 'dense');
  requireSpec('broadcastTo', 'output', output, { shape, dtype: input.dtype, layout: 'dense' });
  const axes = pairAxes(shape, broadcastStrides(input.shape, shape), denseStrides(shape));
  return copy({ input, output, axes }, 'broadcastTo');
}
