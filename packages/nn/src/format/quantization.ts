import type { DType } from '@facegpu/kernels';
import type { Constant } from '../ir/graph.ts';
import type { StoredTensor, StoredType } from './safetensors.ts';

/** How bytes stand for numbers: `value = byte * scale + minimum`. */
export interface Quantization {
  readonly scale: number;
  readonly minimum: number;
}

const dtypes: Readonly<Record<StoredType, DType>> = {
  F32: 'f32',
  F16: 'f16',
  U8: 'u8',
  I32: 'i32',
};

/** A stored tensor as a constant of a graph. A quantised one stays as it is, and stands for f32. */
export function storedConstant(
  { type, shape, bytes }: StoredTensor,
  quantization: Quantization | undefined,
): Constant {
  const dtype = dtypes[type];
  const stored = { dtype, bytes };
  if (type !== 'U8' || !quantization) return { shape, dtype, stored };
  const channels = shape.at(-1) ?? 1;
  const affine = {
    scale: new Float64Array(channels).fill(quantization.scale),
    offset: new Float64Array(channels).fill(quantization.minimum),
  };
  return { shape, dtype: 'f32', stored, affine };
}
