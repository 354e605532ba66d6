import { elementCount, type Shape } from '../tensor/tensor.ts';

/** Each element's sum of those up to it, along an axis counted from the front, in float64. */
export function cumSumReference(
  input: Float64Array,
  shape: Shape,
  axis: number,
  { exclusive = false, reverse = false } = {},
): Float64Array {
  const inner = elementCount(shape.slice(axis + 1));
  const size = shape[axis];
  return input.map((own, index) => {
    const place = Math.floor(index / inner) % size;
    const [from, to] = reverse ? [place + 1, size] : [0, place];
    let sum = exclusive ? 0 : own;
    for (let k = from; k < to; k++) sum += input[index + (k - place) * inner];
    return sum;
  });
}
