import { imageShape, type Shape } from '../tensor/tensor.ts';

/** The mean of each channel, in float64 over row-major arrays. */
export function globalAveragePoolReference(input: Float64Array, inputShape: Shape): Float64Array {
  const [batch, height, width, channels] = imageShape(inputShape);
  const pixels = height * width;
  const result = new Float64Array(batch * channels);
  for (let n = 0; n < batch; n++) {
    for (let c = 0; c < channels; c++) {
      let sum = 0;
      for (let pixel = 0; pixel < pixels; pixel++) {
        sum += input[(n * pixels + pixel) * channels + c];
      }
      result[n * channels + c] = pixels === 0 ? 0 : sum / pixels;
    }
  }
  return result;
}
