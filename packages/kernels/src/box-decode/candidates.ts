import { shapeMismatch } from '../errors.ts';
import { requireSpec } from '../tensor/require.ts';
import { formatShape, type Shape, sameShape, type Tensor } from '../tensor/tensor.ts';

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

/** Room for as many rows as a shape has, dense and f32; there may be more of them. */
export function requireRoom(kernel: string, what: string, tensor: Tensor, shape: Shape): void {
  const { dtype, layout } = tensor;
  const isRight = dtype === 'f32' && layout === 'dense';
  const [rows, ...row] = tensor.shape;
  if (isRight && sameShape(row, shape.slice(1)) && rows >= shape[0]) return;
  throw shapeMismatch(
    `${kernel}: ${what} is ${layout} ${formatShape(tensor.shape)} of ${dtype}`,
    `It must be dense ${formatShape(shape)} of f32, or have more rows.`,
  );
}
