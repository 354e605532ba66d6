import { elementCount, type Shape } from '@facegpu/kernels';

/** Elements from one index to the next along each axis, row-major. */
export function stridesOf(shape: Shape): number[] {
  return shape.map((_, axis) => elementCount(shape.slice(axis + 1)));
}

/**
 * Walks through values with strides of one's own; a stride of 0 repeats.
 *
 * @param sizes of the result
 * @param start index of the first value
 */
export function walk(
  values: Float64Array,
  sizes: Shape,
  strides: readonly number[],
  start = 0,
): Float64Array {
  const result = new Float64Array(elementCount(sizes));
  const position = sizes.map(() => 0);
  let from = start;
  for (let to = 0; to < result.length; to++) {
    result[to] = values[from];
    for (let axis = sizes.length - 1; axis >= 0; axis--) {
      from += strides[axis];
      position[axis]++;
      if (position[axis] < sizes[axis]) break;
      from -= sizes[axis] * strides[axis];
      position[axis] = 0;
    }
  }
  return result;
}

/** Values stretched to a shape that they broadcast to. */
export function stretch(values: Float64Array, shape: Shape, to: Shape): Float64Array {
  const missing = to.length - shape.length;
  const own = stridesOf(shape);
  const strides = to.map((_, axis) => (shape[axis - missing] > 1 ? own[axis - missing] : 0));
  return walk(values, to, strides);
}

/** A part of values, as the operators slice and split take it. */
export function part(
  values: Float64Array,
  shape: Shape,
  starts: Shape,
  sizes: Shape,
  steps: Shape = sizes.map(() => 1),
): Float64Array {
  const strides = stridesOf(shape);
  const start = starts.reduce((sum, at, axis) => sum + at * strides[axis], 0);
  const stepped = strides.map((stride, axis) => stride * steps[axis]);
  return walk(values, sizes, stepped, start);
}
