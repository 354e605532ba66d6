import { imageShape, type Shape } from '../tensor/tensor.ts';
import type { LrnAttributes } from './lrn.ts';

/** The formula as it is written, in float64 over row-major arrays. */
export function lrnReference(
  input: Float64Array,
  shape: Shape,
  { size, alpha, beta, bias }: LrnAttributes,
): Float64Array {
  const channels = imageShape(shape)[3];
  return input.map((x, i) => {
    const c = i % channels;
    let sum = 0;
    for (let k = c - Math.floor((size - 1) / 2); k <= c + Math.ceil((size - 1) / 2); k++) {
      if (k >= 0 && k < channels) sum += input[i - c + k] ** 2;
    }
    return x / (bias + (alpha / size) * sum) ** beta;
  });
}
