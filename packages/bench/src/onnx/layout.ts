import { elementCount } from '@facegpu/kernels';
import { type Constant, toConstant, valuesOf } from '@facegpu/nn';

/** From our images, `[batch, height, width, channels]`, to ONNX's, and back. */
export const toNchw = [0, 3, 1, 2] as const;
export const toNhwc = [0, 2, 3, 1] as const;

/** From our filters, `[height, width, inputs, outputs]`, to ONNX's. */
export const toOihw = [3, 2, 0, 1] as const;

/** Axis `i` of the result is the axis `permutation[i]` of what is given. */
export function permute<T>(axes: readonly T[], permutation: readonly number[]): T[] {
  return permutation.map((axis) => axes[axis]);
}

/** Moves the values of a constant with its axes. */
export function transposed(constant: Constant, permutation: readonly number[]): Constant {
  const { shape } = constant;
  const values = Float32Array.from(valuesOf(constant));
  const strides = permute(
    shape.map((_, axis) => elementCount(shape.slice(axis + 1))),
    permutation,
  );
  const sizes = permute(shape, permutation);
  const moved = new Float32Array(values.length);
  const position = sizes.map(() => 0);
  let from = 0;
  for (let to = 0; to < moved.length; to++) {
    moved[to] = values[from];
    for (let axis = sizes.length - 1; axis >= 0; axis--) {
      from += strides[axis];
      position[axis]++;
      if (position[axis] < sizes[axis]) break;
      from -= sizes[axis] * strides[axis];
      position[axis] = 0;
    }
  }
  return toConstant(sizes, moved);
}
