import { type Constant, toConstant, transposeValues, valuesOf } from '@facegpu/nn';

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
  return toConstant(
    permute(shape, permutation),
    transposeValues(valuesOf(constant), shape, permutation),
  );
}
