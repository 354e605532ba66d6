import { elementCount, type Shape } from '../tensor/tensor.ts';

interface Steps {
  readonly scale: ArrayLike<number>;
  readonly zero: ArrayLike<number>;
  /** Counted from the front. */
  readonly axis: number;
}

/** Numbers as whole steps of the scale of their channel. */
export function quantizeReference(
  input: Float64Array,
  shape: Shape,
  { scale, zero, axis, low, high }: Steps & { readonly low: number; readonly high: number },
): Float64Array {
  return input.map((value, i) => {
    const c = channel(i, shape, axis, scale.length);
    const rounded = roundHalfToEven(value / scale[c]) + zero[c];
    return Math.min(Math.max(rounded, low), high);
  });
}

/** What the steps stand for. */
export function dequantizeReference(
  input: Float64Array,
  shape: Shape,
  { scale, zero, axis }: Steps,
): Float64Array {
  return input.map((value, i) => {
    const c = channel(i, shape, axis, scale.length);
    return (value - zero[c]) * scale[c];
  });
}

function channel(index: number, shape: Shape, axis: number, channels: number): number {
  return Math.floor(index / elementCount(shape.slice(axis + 1))) % channels;
}

function roundHalfToEven(value: number): number {
  const floor = Math.floor(value);
  if (value - floor !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}
