import type { Shape } from '../tensor/tensor.ts';
import { mostRadius } from './image-blur.ts';

/** Images of the same shape, in float64. */
export function imageBlurReference(
  input: ArrayLike<number>,
  [batch, height, width, channels]: Shape,
  deviations: ArrayLike<number>,
): Float64Array {
  const output = new Float64Array(batch * height * width * channels);
  const clamp = (place: number, count: number) => Math.max(0, Math.min(count - 1, place));
  for (let n = 0; n < batch; n++) {
    const taps = tapsOf(deviations[n]);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        for (let c = 0; c < channels; c++) {
          let sum = 0;
          for (const [dy, down] of taps) {
            for (const [dx, across] of taps) {
              const row = n * height + clamp(y + dy, height);
              sum += down * across * input[(row * width + clamp(x + dx, width)) * channels + c];
            }
          }
          output[((n * height + y) * width + x) * channels + c] = sum;
        }
      }
    }
  }
  return output;
}

/** Distances along one axis, and how much what lies there counts. */
function tapsOf(deviation: number): [distance: number, weight: number][] {
  if (!(deviation > 0)) return [[0, 1]];
  const radius = Math.min(Math.ceil(3 * deviation), mostRadius);
  const distances = Array.from({ length: 2 * radius + 1 }, (_, i) => i - radius);
  const weights = distances.map((distance) => Math.exp(-0.5 * (distance / deviation) ** 2));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return distances.map((distance, i) => [distance, weights[i] / total]);
}
