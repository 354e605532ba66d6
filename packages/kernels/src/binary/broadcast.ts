import { shapeMismatch } from '../errors.ts';
import { denseStrides } from '../tensor/axes.ts';
import { formatShape, type Shape } from '../tensor/tensor.ts';

/**
 * The shape of two tensors that broadcast as in NumPy: shapes are aligned at the last axis, missing
 * axes count as 1, and an axis of size 1 stretches to the other's size.
 *
 * @throws FaceGpuError `shape-mismatch`
 */
export function broadcastShape(a: Shape, b: Shape): Shape {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, i) => {
    const ofA = a[i - rank + a.length] ?? 1;
    const ofB = b[i - rank + b.length] ?? 1;
    if (ofA === ofB || ofB === 1) return ofA;
    if (ofA === 1) return ofB;
    throw shapeMismatch(
      `broadcast: ${formatShape(a)} and ${formatShape(b)} differ in axis ${i - rank}`,
      `Sizes must be equal, or one of them 1; here they are ${ofA} and ${ofB}.`,
    );
  });
}

/** The strides of a dense tensor along the axes of a shape that it broadcasts to; 0 where it stays. */
export function broadcastStrides(shape: Shape, to: Shape): number[] {
  const strides = denseStrides(shape);
  const missing = to.length - shape.length;
  return to.map((_, i) => ((shape[i - missing] ?? 1) === 1 ? 0 : strides[i - missing]));
}
