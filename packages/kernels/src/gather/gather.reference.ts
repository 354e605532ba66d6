import { elementCount, type Shape } from '../tensor/tensor.ts';

/**
 * Slices of a row-major array along an axis, counted from the front: for each index the slice of every
 * outer one. Negative indices count from the end; zeros for a slice that isn't there.
 */
export function gatherReference(
  input: Float64Array,
  shape: Shape,
  indices: ArrayLike<number>,
  axis: number,
): Float64Array {
  const rows = shape[axis];
  const row = elementCount(shape.slice(axis + 1));
  const outer = elementCount(shape.slice(0, axis));
  const output = new Float64Array(outer * indices.length * row);
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < indices.length; i++) {
      const index = indices[i] < 0 ? indices[i] + rows : indices[i];
      if (index < 0 || index >= rows) continue;
      const start = (o * rows + index) * row;
      output.set(input.subarray(start, start + row), (o * indices.length + i) * row);
    }
  }
  return output;
}
