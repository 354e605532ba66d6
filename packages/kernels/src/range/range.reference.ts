/** A value within its row's limit. */
export interface RangeHit {
  readonly row: number;
  readonly label: number;
  readonly value: number;
}

/** The hits of each row of `size` values, by row, then by label. */
export function rangeReference(
  input: Float64Array,
  size: number,
  limits: ArrayLike<number>,
  labels: ArrayLike<number>,
): RangeHit[] {
  const hits: RangeHit[] = [];
  for (let row = 0; row < limits.length; row++) {
    for (let i = 0; i < size; i++) {
      const value = input[row * size + i];
      if (value <= limits[row] && value < 3.4028234663852886e38) {
        hits.push({ row, label: labels[i], value });
      }
    }
  }
  return sortHits(hits);
}

export function sortHits(hits: RangeHit[]): RangeHit[] {
  return hits.sort((a, b) => a.row - b.row || a.label - b.label);
}
