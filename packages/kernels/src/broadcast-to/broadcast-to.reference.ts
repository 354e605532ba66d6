import { elementCount, type Shape } from '../tensor/tensor.ts';

/** A row-major array stretched to a shape: each output element looks for its input element. */
export function broadcastToReference(input: Float64Array, from: Shape, to: Shape): Float64Array {
  return Float64Array.from({ length: elementCount(to) }, (_, index) => {
    let rest = index;
    let stride = 1;
    let source = 0;
    for (let back = 1; back <= to.length; back++) {
      const size = to[to.length - back];
      const own = from[from.length - back] ?? 1;
      if (own > 1) source += (rest % size) * stride;
      stride *= own;
      rest = Math.floor(rest / size);
    }
    return input[source];
  });
}
