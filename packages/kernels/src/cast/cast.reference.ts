import type { DType } from '../tensor/dtype.ts';

/** Each value as the dtype holds it; f16 and f32 are left as they are. */
export function castReference(values: Float64Array, from: DType, to: DType): Float64Array {
  if (from === 'i32' && to === 'u32') return Float64Array.from(Uint32Array.from(values));
  if (from === 'u32' && to === 'i32') return Float64Array.from(Int32Array.from(values));
  return values.map(conversions[to]);
}

const whole = (value: number) => (Number.isNaN(value) ? 0 : Math.trunc(value));

const conversions: Readonly<Record<DType, (value: number) => number>> = {
  f32: (value) => value,
  f16: (value) => value,
  i32: (value) => Math.min(Math.max(whole(value), -(2 ** 31)), 2 ** 31 - 1),
  u32: (value) => Math.min(Math.max(whole(value), 0), 2 ** 32 - 1),
  u8: (value) => ((whole(value) % 256) + 256) % 256,
  bool: (value) => Number(value !== 0),
};
