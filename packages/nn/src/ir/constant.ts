import {
  type ChannelAffine,
  ConstantTensor,
  type DType,
  decode,
  encode,
  type Shape,
  type Weight,
} from '@facegpu/kernels';
import type { Constant } from './graph.ts';

/** A constant of given values, row-major. */
export function toConstant(
  shape: Shape,
  values: ArrayLike<number>,
  dtype: DType = 'f32',
): Constant {
  const { buffer, byteOffset, byteLength } = encode(values, dtype);
  return { shape, dtype, stored: { dtype, bytes: new Uint8Array(buffer, byteOffset, byteLength) } };
}

/** The values of a constant, row-major. It takes 8 bytes for each: meant for small ones. */
export function valuesOf({ shape, stored, affine }: Constant): Float64Array {
  // Typed arrays want their bytes aligned: a copy of them is.
  const values = Float64Array.from(decode(new Uint8Array(stored.bytes).buffer, stored.dtype));
  if (!affine) return values;
  const { scale, offset } = affine;
  const channels = shape.at(-1) ?? 1;
  return values.map((value, i) => value * scale[i % channels] + offset[i % channels]);
}

/** Whether all channels have the same scale and offset. */
export function isUniform({ scale, offset }: ChannelAffine): boolean {
  return [scale, offset].every((list) => list.every((value) => value === list[0]));
}

/** A constant as kernels take weights: what is stored, on its way to the GPU. */
export function toWeight(label: string, { shape, stored, affine }: Constant): Weight {
  const spec = { shape, dtype: stored.dtype, layout: 'dense' } as const;
  return { tensor: new ConstantTensor(label, spec, stored.bytes), affine };
}
