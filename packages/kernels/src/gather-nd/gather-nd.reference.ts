import { elementCount, type Shape } from '../tensor/tensor.ts';

interface Values {
  readonly shape: Shape;
  readonly values: Float64Array;
}

/** The parts of a row-major array that tuples of indices name; zeros for one that isn't there. */
export function gatherNdReference(input: Values, indices: Values, batchAxes: number): Float64Array {
  const depth = indices.shape[indices.shape.length - 1];
  const row = elementCount(input.shape.slice(batchAxes + depth));
  const tuples = indices.values.length / depth;
  const perBatch = tuples / elementCount(indices.shape.slice(0, batchAxes));
  const output = new Float64Array(tuples * row);
  for (let i = 0; i < tuples; i++) {
    let place = Math.floor(i / perBatch);
    let isInside = true;
    for (let k = 0; k < depth; k++) {
      const size = input.shape[batchAxes + k];
      const given = indices.values[i * depth + k];
      const index = given < 0 ? given + size : given;
      isInside &&= index >= 0 && index < size;
      place = place * size + index;
    }
    if (isInside) output.set(input.values.subarray(place * row, (place + 1) * row), i * row);
  }
  return output;
}
