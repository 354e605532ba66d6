import { elementCount, type Shape } from '../tensor/tensor.ts';

/** A row-major array of one value. */
export function fillReference(shape: Shape, value: number): Float64Array {
  return new Float64Array(elementCount(shape)).fill(value);
}
