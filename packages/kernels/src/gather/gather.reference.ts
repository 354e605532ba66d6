/** Rows of a row-major array, each of `row` elements; zeros for a row that isn't there. */
export function gatherReference(
  input: Float64Array,
  row: number,
  indices: ArrayLike<number>,
): Float64Array {
  const output = new Float64Array(indices.length * row);
  Array.from(indices).forEach((index, i) => {
    output.set(input.subarray(index * row, (index + 1) * row), i * row);
  });
  return output;
}
