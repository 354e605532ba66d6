import { type DType, isReal } from '../tensor/dtype.ts';

/** Halves by their bits, since adapters pack them in ways of their own: not all know NaN and infinity. */
const ofHalf = `fn of_half(bits: u32) -> f32 {
  let sign = (bits & 0x8000u) << 16u;
  let magnitude = bits & 0x7fffu;
  if (magnitude < 0x0400u) {
    let value = f32(magnitude) * 0x1p-24;
    return bitcast<f32>(bitcast<u32>(value) | sign);
  }
  let special = select(0u, 0x38000000u, magnitude >= 0x7c00u);
  return bitcast<f32>(sign | special | ((magnitude << 13u) + 0x38000000u));
}`;

/** Rounds to nearest, ties to even. */
const toHalf = `fn to_half(value: f32) -> u32 {
  let bits = bitcast<u32>(value);
  let sign = (bits >> 16u) & 0x8000u;
  let magnitude = bits & 0x7fffffffu;
  if (magnitude > 0x7f800000u) {
    return sign | 0x7e00u;
  }
  if (magnitude >= 0x477ff000u) {
    return sign | 0x7c00u;
  }
  if (magnitude < 0x38800000u) {
    return sign | u32(round(abs(value) * 0x1p+24));
  }
  return sign | ((magnitude + 0xfffu + ((magnitude >> 13u) & 1u) - 0x38000000u) >> 13u);
}`;

/** Cuts fractions off; what i32 can't hold becomes its nearest number, NaN becomes 0. */
const toI32 = `fn to_i32(value: f32) -> i32 {
  let is_nan = (bitcast<u32>(value) & 0x7fffffffu) > 0x7f800000u;
  if (is_nan || value >= 0x1p+31) {
    return select(0x7fffffff, 0, is_nan);
  }
  return i32(max(value, -0x1p+31));
}`;

const toU32 = `fn to_u32(value: f32) -> u32 {
  let is_nan = (bitcast<u32>(value) & 0x7fffffffu) > 0x7f800000u;
  if (is_nan || value >= 0x1p+32) {
    return select(0xffffffffu, 0u, is_nan);
  }
  return u32(max(value, 0.0));
}`;

/** An element's value from its bits, in WGSL: f32 of reals, i32 and u32 of others. */
const values: Readonly<Record<DType, string>> = {
  f32: 'bitcast<f32>(bits)',
  f16: 'of_half(bits)',
  i32: 'bitcast<i32>(bits)',
  u32: 'bits',
  u8: 'bits',
  bool: 'bits',
};

/** The functions that turn the bits of an element of one dtype into those of another. */
/* @__NO_SIDE_EFFECTS__ */
export function conversion(from: DType, to: DType): Readonly<Record<string, string>> {
  const body = convertedBits(from, to);
  const called = [ofHalf, toHalf, toI32, toU32].filter((source) => {
    return body.includes(source.slice('fn '.length, source.indexOf('(') + 1));
  });
  return {
    ...(called.length > 0 && { helpers: called.join('\n') }),
    convert: `fn convert(bits: u32) -> u32 {\n  return ${body};\n}`,
  };
}

function convertedBits(from: DType, to: DType): string {
  const value = values[from];
  const isFloat = isReal(from);
  if (from === to) return 'bits';
  switch (to) {
    case 'f32':
      return `bitcast<u32>(f32(${value}))`;
    case 'f16':
      return `to_half(f32(${value}))`;
    case 'i32':
      return isFloat ? `bitcast<u32>(to_i32(${value}))` : 'bits';
    case 'u32':
      return isFloat ? `to_u32(${value})` : 'bits';
    case 'u8':
      return isFloat ? `bitcast<u32>(to_i32(${value}))` : 'bits';
    case 'bool':
      return isFloat
        ? `select(0u, 1u, (bits << ${from === 'f16' ? 17 : 1}u) != 0u)`
        : 'min(bits, 1u)';
  }
}
