/**
 * Element types of tensors. Shaders have no bytes: `u8` lies four to a u32 word, the first in its lowest
 * byte. `bool` is a u32 of 0 or 1.
 */
export type DType = 'f32' | 'f16' | 'i32' | 'u32' | 'u8' | 'bool';

/** The element types that kernels compute in; sums are always kept in f32. */
export type RealType = 'f32' | 'f16';

/** Whether kernels compute in a type. */
/* @__NO_SIDE_EFFECTS__ */
export function isReal(dtype: DType): dtype is RealType {
  return dtype === 'f32' || dtype === 'f16';
}

export function bytesPerElement(dtype: DType): number {
  if (dtype === 'u8') return 1;
  return dtype === 'f16' ? 2 : 4;
}

/** Values as the bytes of `dtype`: f16 is rounded to nearest, ties to even; all but 0 is true. */
export function encode(values: ArrayLike<number>, dtype: DType): ArrayBufferView<ArrayBuffer> {
  if (dtype === 'f16') return Uint16Array.from(values, toFloat16);
  if (dtype === 'i32') return Int32Array.from(values);
  if (dtype === 'u32') return Uint32Array.from(values);
  if (dtype === 'u8') return Uint8Array.from(values);
  if (dtype === 'bool') return Uint32Array.from(values, (value) => Number(value !== 0));
  return values instanceof Float32Array && values.buffer instanceof ArrayBuffer
    ? (values as Float32Array<ArrayBuffer>)
    : new Float32Array(values);
}

/** The reverse of {@link encode}. f16 becomes Float32Array, which holds each of its values. */
export function decode(
  bytes: ArrayBuffer,
  dtype: DType,
):
  | Float32Array<ArrayBuffer>
  | Int32Array<ArrayBuffer>
  | Uint32Array<ArrayBuffer>
  | Uint8Array<ArrayBuffer> {
  if (dtype === 'f16') return Float32Array.from(new Uint16Array(bytes), fromFloat16);
  if (dtype === 'i32') return new Int32Array(bytes);
  if (dtype === 'u32' || dtype === 'bool') return new Uint32Array(bytes);
  if (dtype === 'u8') return new Uint8Array(bytes);
  return new Float32Array(bytes);
}

const scratch = new DataView(new ArrayBuffer(4));

/** The bits of the f16 nearest to `value`. */
export function toFloat16(value: number): number {
  scratch.setFloat32(0, value);
  const bits = scratch.getUint32(0);
  const sign = (bits >>> 16) & 0x8000;
  const magnitude = bits & 0x7fffffff;
  if (magnitude > 0x7f800000) return sign | 0x7e00; // NaN
  if (magnitude >= 0x477ff000) return sign | 0x7c00; // rounds to infinity
  if (magnitude < 0x38800000) {
    // Subnormal in f16: a multiple of 2^-24.
    return sign | roundHalfToEven(Math.abs(value) * 2 ** 24);
  }
  const rounded = magnitude + 0xfff + ((magnitude >>> 13) & 1);
  return sign | ((rounded - 0x38000000) >>> 13);
}

/** The value of an f16, given as its bits. */
export function fromFloat16(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >>> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

function roundHalfToEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}
