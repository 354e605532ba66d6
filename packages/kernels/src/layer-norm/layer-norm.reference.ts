export interface LayerNormReferenceArgs {
  readonly input: Float64Array;
  /** Elements that are normalised together. */
  readonly size: number;
  readonly scale?: Float64Array | undefined;
  readonly offset?: Float64Array | undefined;
  readonly epsilon: number;
}

/** The formula as it is written, row by row, in float64 over row-major arrays. */
export function layerNormReference(args: LayerNormReferenceArgs): Float64Array {
  const { input, size, scale, offset, epsilon } = args;
  const result = new Float64Array(input.length);
  for (let start = 0; start < input.length; start += size) {
    const row = input.subarray(start, start + size);
    const mean = row.reduce((sum, x) => sum + x, 0) / size;
    const variance = row.reduce((sum, x) => sum + (x - mean) ** 2, 0) / size;
    row.forEach((x, i) => {
      const normalised = (x - mean) / Math.sqrt(variance + epsilon);
      result[start + i] = normalised * (scale?.[i] ?? 1) + (offset?.[i] ?? 0);
    });
  }
  return result;
}
