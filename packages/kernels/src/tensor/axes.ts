import { shapeMismatch } from '../errors.ts';
import { struct } from '../shader/struct.ts';
import { ConstantTensor, type Shape } from './tensor.ts';

/** An axis along which tensors are walked together: two unless told. */
export interface Axis<Strides extends readonly number[] = readonly [number, number]> {
  readonly size: number;
  /** Elements from one index to the next, in the first tensor, the second, and so on. */
  readonly strides: Strides;
}

/** Elements from one index to the next along each axis of a dense tensor. */
export function denseStrides(shape: Shape): number[] {
  const strides: number[] = [];
  let stride = 1;
  for (const size of [...shape].reverse()) {
    strides.unshift(stride);
    stride *= size;
  }
  return strides;
}

/** The axes of a walk from its sizes and the strides of the two tensors. */
export function pairAxes(
  sizes: Shape,
  first: readonly number[],
  second: readonly number[],
): readonly Axis[] {
  return sizes.map((size, i) => ({ size, strides: [first[i], second[i]] }));
}

/**
 * The same walk along as few axes as it takes, outermost first. Axes of size 1 go, and neighbours
 * become one where all tensors go on evenly from one to the next. Kernels divide once for each
 * axis and element, which costs them more than the element itself.
 */
export function mergeAxes<Strides extends readonly number[]>(
  axes: readonly Axis<Strides>[],
): Axis<Strides>[] {
  const merged: Axis<Strides>[] = [];
  for (const axis of axes) {
    if (axis.size === 1) continue;
    const outer = merged.at(-1);
    if (outer?.strides.every((stride, i) => stride === axis.size * axis.strides[i])) {
      merged.pop();
      merged.push({ size: outer.size * axis.size, strides: axis.strides });
    } else {
      merged.push(axis);
    }
  }
  return merged;
}

/** An axis in a buffer, for every shader that walks through two tensors. */
export const axisStruct = struct({ size: 'u32', first_stride: 'u32', second_stride: 'u32' });

/** Axes as shaders read them: of each its size, then its strides. */
export function packAxes(axes: readonly Axis<readonly number[]>[]): ConstantTensor {
  const values = Uint32Array.from(axes.flatMap(({ size, strides }) => [size, ...strides]));
  const spec = { shape: [values.length], dtype: 'u32', layout: 'dense' } as const;
  return new ConstantTensor('axes', spec, values);
}

/** The index of an axis from the front; a negative one counts from the end. */
export function requireAxis(kernel: string, axis: number, rank: number): number {
  if (Number.isInteger(axis) && axis >= -rank && axis < rank) {
    return axis < 0 ? axis + rank : axis;
  }
  throw shapeMismatch(
    `${kernel}: axis ${axis} of a tensor with ${rank} axes`,
    'Count from 0 at the front, or from -1 at the end.',
  );
}

/** A list has a value for each axis, each a whole number from `least`. */
export function requireEach(
  kernel: string,
  what: string,
  values: readonly number[],
  rank: number,
  least: number,
): void {
  if (values.length === rank && values.every((v) => Number.isInteger(v) && v >= least)) return;
  throw shapeMismatch(
    `${kernel}: ${what} are [${values.join(', ')}] for ${rank} axes`,
    `Give each axis a whole number from ${least}.`,
  );
}
