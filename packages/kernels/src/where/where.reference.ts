import { elementCount, type Shape } from '../tensor/tensor.ts';

interface Values {
  readonly shape: Shape;
  readonly values: Float64Array;
}

/** Each element of a shape that all broadcast to, from `a` where the condition isn't 0, else from `b`. */
export function whereReference(
  shape: Shape,
  condition: Values,
  a: Values,
  b: Values,
): Float64Array {
  return Float64Array.from({ length: elementCount(shape) }, (_, index) => {
    return at(condition, index, shape) ? at(a, index, shape) : at(b, index, shape);
  });
}

/** What a tensor shows at an element of the shape that it broadcasts to. */
function at({ shape, values }: Values, index: number, to: Shape): number {
  let rest = index;
  let stride = 1;
  let own = 0;
  for (let axis = 1; axis <= to.length; axis++) {
    const size = shape.at(-axis) ?? 1;
    const position = rest % (to.at(-axis) ?? 1);
    if (axis <= shape.length && size > 1) own += position * stride;
    rest = Math.floor(rest / (to.at(-axis) ?? 1));
    if (axis <= shape.length) stride *= size;
  }
  return values[own];
}
