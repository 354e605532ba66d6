import { badOnnx } from '../bad-onnx.ts';
import type { Order } from '../order.ts';

/** An axis as ONNX counts it: negative ones from the end. */
export function axisOf(axis: number, rank: number): number {
  const positive = axis < 0 ? axis + rank : axis;
  if (positive >= 0 && positive < rank) return positive;
  throw badOnnx(`the axis ${axis} of a value with ${rank} axes`);
}

/** Where an axis as ONNX counts it is stored. */
export function placeOf(axis: number, order: Order): number {
  return order.indexOf(axisOf(axis, order.length));
}
