/** The mean of each channel of row-major pixels, and the mean of the squares of what they are off by it. */
export function batchStatisticsReference(
  input: Float64Array,
  channels: number,
): { readonly mean: Float64Array; readonly variance: Float64Array } {
  const mean = new Float64Array(channels);
  const variance = new Float64Array(channels);
  const pixels = input.length / channels;
  input.forEach((value, i) => {
    mean[i % channels] += value / pixels;
  });
  input.forEach((value, i) => {
    variance[i % channels] += (value - mean[i % channels]) ** 2 / pixels;
  });
  return { mean, variance };
}
