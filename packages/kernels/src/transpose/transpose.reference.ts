import { elementCount, type Shape } from '../tensor/tensor.ts';

/** A row-major array with its axes in another order: each input element goes to its new place. */
export function transposeReference(
  input: Float64Array,
  shape: Shape,
  permutation: readonly number[],
): Float64Array {
  const output = new Float64Array(elementCount(shape));
  input.forEach((value, index) => {
    const coordinates: number[] = [];
    let rest = index;
    for (const size of [...shape].reverse()) {
      coordinates.unshift(rest % size);
      rest = Math.floor(rest / size);
    }
    const goal = permutation.reduce((at, axis) => at * shape[axis] + coordinates[axis], 0);
    output[goal] = value;
  });
  return output;
}
