import { softmaxReference } from '../softmax/softmax.reference.ts';
import { elementCount, type Shape } from '../tensor/tensor.ts';

/**
 * What each element of a softmax along an axis, counted from the front, passes on to every element of its
 * line, by the whole matrix of derivatives, in float64.
 *
 * @param input what the softmax was given
 */
export function softmaxGradientReference(
  input: Float64Array,
  outputGradient: Float64Array,
  shape: Shape,
  axis: number,
  logarithm = false,
): Float64Array {
  const softmax = softmaxReference(input, shape, axis);
  const result = new Float64Array(input.length);
  const size = shape[axis];
  const inner = elementCount(shape.slice(axis + 1));
  for (let to = 0; to < input.length; to++) {
    const along = Math.floor(to / inner) % size;
    for (let k = 0; k < size; k++) {
      const from = to + (k - along) * inner;
      const same = Number(from === to);
      const slope = logarithm ? same - softmax[from] : softmax[to] * (same - softmax[from]);
      result[from] += slope * outputGradient[to];
    }
  }
  return result;
}
