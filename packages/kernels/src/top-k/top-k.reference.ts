export interface TopKReference {
  readonly values: Float64Array;
  readonly indices: Float64Array;
}

const largest = 3.4028234663852886e38;

/**
 * Sorts each row of `size` values and takes the first k, of equal values those with the lower label;
 * NaN and infinity are the largest f32.
 */
export function topKReference(
  input: Float64Array,
  size: number,
  k: number,
  labels: ArrayLike<number> = Uint32Array.from({ length: size }, (_, i) => i),
): TopKReference {
  const rows = input.length / size;
  const values = new Float64Array(rows * k);
  const indices = new Float64Array(rows * k);
  for (let r = 0; r < rows; r++) {
    const row = input
      .subarray(r * size, (r + 1) * size)
      .map((value) => (Number.isNaN(value) ? largest : Math.min(value, largest)));
    const order = Uint32Array.from(row, (_, i) => i);
    order.sort((i, j) => row[i] - row[j] || labels[i] - labels[j]);
    order.subarray(0, k).forEach((index, rank) => {
      values[r * k + rank] = row[index];
      indices[r * k + rank] = labels[index];
    });
  }
  return { values, indices };
}
