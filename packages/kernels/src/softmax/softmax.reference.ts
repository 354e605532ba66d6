import { elementCount, type Shape } from '../tensor/tensor.ts';

/** Softmax along an axis, counted from the front, or its logarithm, in float64. */
export function softmaxReference(
  input: Float64Array,
  shape: Shape,
  axis: number,
  logarithm = false,
): Float64Array {
  const output = new Float64Array(input.length);
  const outer = elementCount(shape.slice(0, axis));
  const size = shape[axis];
  const inner = elementCount(shape.slice(axis + 1));
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < inner; i++) {
      const line = Array.from({ length: size }, (_, k) => (o * size + k) * inner + i);
      const largest = Math.max(...line.map((at) => input[at]));
      const powers = line.map((at) => Math.exp(input[at] - largest));
      const sum = powers.reduce((total, power) => total + power, 0);
      line.forEach((at, k) => {
        output[at] = logarithm ? input[at] - largest - Math.log(sum) : powers[k] / sum;
      });
    }
  }
  return output;
}
