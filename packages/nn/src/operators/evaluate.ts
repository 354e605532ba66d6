import { denseStrides, elementCount, type Shape, transposeShape } from '@facegpu/kernels';

/**
 * Walks through values with strides of one's own; a stride of 0 repeats.
 *
 * @param sizes of the result
 * @param start index of the first value
 */
function walk(
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
  const own = denseStrides(shape);
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
  const strides = denseStrides(shape);
  const start = starts.reduce((sum, at, axis) => sum + at * strides[axis], 0);
  const stepped = strides.map((stride, axis) => stride * steps[axis]);
  return walk(values, sizes, stepped, start);
}

/** Values laid side by side with themselves, as often as it says along each axis. */
export function tiled(
  values: Float64Array,
  shape: Shape,
  repeats: readonly number[],
): Float64Array {
  const strides = denseStrides(shape);
  const sizes = shape.flatMap((size, axis) => [repeats[axis], size]);
  return walk(
    values,
    sizes,
    strides.flatMap((stride) => [0, stride]),
  );
}

/** Values with their axes moved: axis `i` of the result is the axis `permutation[i]` of what is given. */
export function transposeValues(
  values: Float64Array,
  shape: Shape,
  permutation: readonly number[],
): Float64Array {
  const strides = denseStrides(shape);
  return walk(
    values,
    transposeShape(shape, permutation),
    permutation.map((axis) => strides[axis]),
  );
}

/** The lines along axes, counted from the front: the elements that differ in their places there only. */
export function linesOf(
  values: Float64Array,
  shape: Shape,
  axes: readonly number[],
): readonly Float64Array[] {
  const kept = shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis));
  const sideBySide = transposeValues(values, shape, [...kept, ...axes]);
  const length = elementCount(axes.map((axis) => shape[axis]));
  return Array.from({ length: elementCount(kept.map((axis) => shape[axis])) }, (_, line) => {
    return sideBySide.subarray(line * length, (line + 1) * length);
  });
}
