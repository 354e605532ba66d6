import { elementCount, type Shape } from '../tensor/tensor.ts';
import type { SliceAttributes } from './slice.ts';

/** A part of a row-major array: each output element looks for its input element. */
export function sliceReference(
  input: Float64Array,
  shape: Shape,
  { starts, sizes, steps }: SliceAttributes,
): Float64Array {
  return Float64Array.from({ length: elementCount(sizes) }, (_, index) => {
    let rest = index;
    let stride = 1;
    let source = 0;
    for (let i = shape.length - 1; i >= 0; i--) {
      const at = rest % sizes[i];
      rest = Math.floor(rest / sizes[i]);
      source += (starts[i] + at * (steps?.[i] ?? 1)) * stride;
      stride *= shape[i];
    }
    return input[source];
  });
}
