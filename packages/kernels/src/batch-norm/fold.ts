/** What a batch normalisation knows of its channels, a value for each. */
export interface BatchNormStatistics {
  readonly mean: ArrayLike<number>;
  readonly variance: ArrayLike<number>;
  /** Multiplies the normalised values; 1 where it is left out. */
  readonly scale?: ArrayLike<number> | undefined;
  /** Added last; 0 where it is left out. */
  readonly offset?: ArrayLike<number> | undefined;
  /** Added to the variance. */
  readonly epsilon: number;
}

/** A batch normalisation as `x · multiplier + addend`, a value for each channel, in float64. */
export function foldBatchNorm({ mean, variance, scale, offset, epsilon }: BatchNormStatistics): {
  readonly multiplier: Float64Array;
  readonly addend: Float64Array;
} {
  const multiplier = new Float64Array(mean.length);
  const addend = new Float64Array(mean.length);
  for (let c = 0; c < mean.length; c++) {
    const factor = (scale?.[c] ?? 1) / Math.sqrt(variance[c] + epsilon);
    multiplier[c] = factor;
    addend[c] = (offset?.[c] ?? 0) - mean[c] * factor;
  }
  return { multiplier, addend };
}
