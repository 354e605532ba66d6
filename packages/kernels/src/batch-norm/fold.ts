/** What a batch normalisation knows of its channels, a value for each. */
export interface BatchNormStatistics {
  readonly mean: Float32Array;
  readonly variance: Float32Array;
  /** Multiplies the normalised values; 1 where it is left out. */
  readonly scale?: Float32Array | undefined;
  /** Added last; 0 where it is left out. */
  readonly offset?: Float32Array | undefined;
  /** Added to the variance. */
  readonly epsilon: number;
}

/**
 * A batch normalisation as `x · multiplier + addend`, a value for each channel. It is computed in
 * float64 and rounded once.
 */
export function foldBatchNorm({ mean, variance, scale, offset, epsilon }: BatchNormStatistics): {
  readonly multiplier: Float32Array;
  readonly addend: Float32Array;
} {
  const multiplier = new Float32Array(mean.length);
  const addend = new Float32Array(mean.length);
  for (let c = 0; c < mean.length; c++) {
    const factor = (scale?.[c] ?? 1) / Math.sqrt(variance[c] + epsilon);
    multiplier[c] = factor;
    addend[c] = (offset?.[c] ?? 0) - mean[c] * factor;
  }
  return { multiplier, addend };
}
