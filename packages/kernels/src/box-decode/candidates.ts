import { requireSpec } from '../tensor/require.ts';
import type { Tensor } from '../tensor/tensor.ts';

/** Boxes `[count, 4]` and scores `[count]`, dense and f32. */
export function requireCandidates(
  kernel: string,
  count: number,
  boxes: Tensor,
  scores: Tensor,
): void {
  requireSpec(kernel, 'boxes', boxes, { shape: [count, 4], dtype: 'f32', layout: 'dense' });
  requireSpec(kernel, 'scores', scores, { shape: [count], dtype: 'f32', layout: 'dense' });
}
