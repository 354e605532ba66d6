import { shapeMismatch } from '../errors.ts';
import type { DType } from '../tensor/dtype.ts';

/** What a shader computes an element in: f16 in f32, bool as a u32 of 0 or 1. */
export type NumberType = 'f32' | 'i32' | 'u32';

/** How an element is stored, and what it is computed in. */
export interface ElementType {
  /** The WGSL type of an element in its buffer. */
  readonly stored: 'f32' | 'f16' | 'i32' | 'u32';
  readonly number: NumberType;
}

/**
 * The WGSL types for a dtype whose elements have a place of their own in a buffer.
 *
 * @throws FaceGpuError `shape-mismatch` for u8, of which four share a word
 */
export function elementType(kernel: string, dtype: DType): ElementType {
  if (dtype === 'u8') {
    throw shapeMismatch(`${kernel}: a tensor holds u8`, 'Cast it to u32, i32 or f32 first.');
  }
  if (dtype === 'f16') return { stored: 'f16', number: 'f32' };
  const number = dtype === 'bool' ? 'u32' : dtype;
  return { stored: number, number };
}

/** Tells NaN by its bits: a compiler may take it that no float is NaN. */
export const isNanSource = `fn is_nan(x: vec4<f32>) -> vec4<bool> {
  return (bitcast<vec4<u32>>(x) & vec4<u32>(0x7fffffffu)) > vec4<u32>(0x7f800000u);
}`;

/**
 * A float of given bits that WGSL has no constant for: NaN, infinity. They pass through a variable,
 * since an expression whose value is known while the shader compiles must be finite.
 */
export const floatOfBitsSource = `fn float_of(bits: u32) -> vec4<f32> {
  var variable = bits;
  return vec4<f32>(bitcast<f32>(variable));
}`;
