import { elementCount, type Shape } from '../tensor/tensor.ts';

/**
 * What each slice that was gathered along an axis, counted from the front, passes on to the slice that it
 * is a copy of, in float64 over row-major arrays. Negative indices count from the end.
 *
 * @param shape of what was gathered from
 */
export function gatherGradientReference(
  outputGradient: Float64Array,
  shape: Shape,
  indices: ArrayLike<number>,
  axis: number,
): Float64Array {
  const rows = shape[axis];
  const row = elementCount(shape.slice(axis + 1));
  const outer = elementCount(shape.slice(0, axis));
  const result = new Float64Array(elementCount(shape));
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < indices.length; i++) {
      const index = indices[i] < 0 ? indices[i] + rows : indices[i];
      if (index < 0 || index >= rows) continue;
      for (let k = 0; k < row; k++) {
        const from = (o * indices.length + i) * row + k;
        result[(o * rows + index) * row + k] += outputGradient[from];
      }
    }
  }
  return result;
}
