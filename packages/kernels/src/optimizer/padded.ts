/** Rows of values as optimisers keep them: with zeros to the end of a `vec4`. */
export function padded(
  values: Float64Array,
  [rows, width]: readonly [number, number],
): Float64Array {
  const result = new Float64Array(rows * width);
  const count = values.length / rows;
  for (let row = 0; row < rows; row++) {
    result.set(values.subarray(row * count, (row + 1) * count), row * width);
  }
  return result;
}
