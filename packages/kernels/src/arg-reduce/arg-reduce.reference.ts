import { elementCount, type Shape } from '../tensor/tensor.ts';

/** Where along an axis, counted from the front, the extreme of each line lies; NaN is one. */
export function argReduceReference(
  op: 'max' | 'min',
  input: Float64Array,
  shape: Shape,
  axis: number,
  last = false,
): Float64Array {
  const outer = elementCount(shape.slice(0, axis));
  const inner = elementCount(shape.slice(axis + 1));
  return Float64Array.from({ length: outer * inner }, (_, line) => {
    const first = Math.floor(line / inner) * shape[axis] * inner + (line % inner);
    const values = Array.from({ length: shape[axis] }, (_, k) => input[first + k * inner]);
    const extreme = op === 'max' ? Math.max(...values) : Math.min(...values);
    const found = values.map((value) => Object.is(value, extreme) || value === extreme);
    return last ? found.lastIndexOf(true) : found.indexOf(true);
  });
}
