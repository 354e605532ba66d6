export interface BatchNormGradientReferenceArgs {
  readonly input: Float64Array;
  readonly outputGradient: Float64Array;
  /** Of each channel of the input. */
  readonly mean: Float64Array;
  readonly variance: Float64Array;
  readonly scale?: Float64Array | undefined;
  readonly epsilon: number;
}

/**
 * The chain rule through a batch normalisation, step by step as in Ioffe and Szegedy 2015, in float64 over
 * row-major arrays.
 */
export function batchNormGradientReference(args: BatchNormGradientReferenceArgs): {
  readonly inputGradient: Float64Array;
  readonly scaleGradient: Float64Array;
  readonly offsetGradient: Float64Array;
} {
  const { input, outputGradient, mean, variance, scale, epsilon } = args;
  const channels = mean.length;
  const pixels = input.length / channels;
  const perChannel = () => new Float64Array(channels);
  const scaleGradient = perChannel();
  const offsetGradient = perChannel();
  const varianceGradient = perChannel();
  const meanGradient = perChannel();
  const deviation = variance.map((value) => Math.sqrt(value + epsilon));
  const normalisedGradient = outputGradient.map((g, i) => g * (scale?.[i % channels] ?? 1));
  input.forEach((x, i) => {
    const c = i % channels;
    scaleGradient[c] += (outputGradient[i] * (x - mean[c])) / deviation[c];
    offsetGradient[c] += outputGradient[i];
    varianceGradient[c] += (-normalisedGradient[i] * (x - mean[c])) / (2 * deviation[c] ** 3);
    meanGradient[c] -= normalisedGradient[i] / deviation[c];
  });
  const inputGradient = input.map((x, i) => {
    const c = i % channels;
    const throughVariance = (varianceGradient[c] * 2 * (x - mean[c])) / pixels;
    return normalisedGradient[i] / deviation[c] + throughVariance + meanGradient[c] / pixels;
  });
  return { inputGradient, scaleGradient, offsetGradient };
}
