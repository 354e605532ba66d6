import { elementCount, type Shape } from '../tensor/tensor.ts';

/** A row-major array laid side by side with itself: each output element looks for its input element. */
export function tileReference(
  input: Float64Array,
  shape: Shape,
  repeats: readonly number[],
): Float64Array {
  const tiled = shape.map((size, i) => size * repeats[i]);
  return Float64Array.from({ length: elementCount(tiled) }, (_, index) => {
    let rest = index;
    let stride = 1;
    let source = 0;
    for (let i = shape.length - 1; i >= 0; i--) {
      source += ((rest % tiled[i]) % shape[i]) * stride;
      stride *= shape[i];
      rest = Math.floor(rest / tiled[i]);
    }
    return input[source];
  });
}
