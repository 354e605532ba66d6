import { elementCount, type Shape } from '../tensor/tensor.ts';

interface Values {
  readonly shape: Shape;
  readonly values: Float64Array;
}

/** Elements of a row-major array along an axis, counted from the front; 0 for one that isn't there. */
export function gatherElementsReference(
  input: Values,
  indices: Values,
  axis: number,
): Float64Array {
  return Float64Array.from({ length: elementCount(indices.shape) }, (_, place) => {
    let rest = place;
    let stride = 1;
    let source = 0;
    for (let i = input.shape.length - 1; i >= 0; i--) {
      const size = input.shape[i];
      let at = rest % indices.shape[i];
      rest = Math.floor(rest / indices.shape[i]);
      if (i === axis) {
        const index = indices.values[place];
        at = index < 0 ? index + size : index;
        if (at < 0 || at >= size) return 0;
      }
      source += at * stride;
      stride *= size;
    }
    return input.values[source];
  });
}
