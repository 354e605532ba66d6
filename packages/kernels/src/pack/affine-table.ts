import { type ConstantTensor, vec4Count } from '../tensor/tensor.ts';
import { constant } from '../tensor/values.ts';
import type { ChannelAffine } from '../tensor/weight.ts';

/** Vec4s of a vec4 of channels: scale, offset and zero. */
export const affineVec4s = 3;

/**
 * An affine as shaders read it, f32: for each vec4 of channels the scale, the offset and the zero, of
 * `value = (stored - zero) · scale + offset`. The zero is the byte that comes nearest to a value of 0:
 * the offset that is left is small, and so is what sums of it lose.
 *
 * @param vec4s of channels that the table has; those without channels hold zeros
 */
export function affineTable(
  { scale, offset }: ChannelAffine,
  isBytes: boolean,
  vec4s = vec4Count(scale.length),
): ConstantTensor {
  const table = new Float32Array(vec4s * affineVec4s * 4);
  scale.forEach((step, c) => {
    const zero = isBytes ? zeroByte(step, offset[c]) : 0;
    const at = Math.floor(c / 4) * affineVec4s * 4 + (c % 4);
    table[at] = step;
    table[at + 4] = offset[c] + zero * step;
    table[at + 8] = zero;
  });
  return constant('affine', [vec4s, affineVec4s, 4], table);
}

/** The table of an affine that is the same for all channels: one vec4 of them. */
export function uniformTable({ scale, offset }: ChannelAffine, isBytes: boolean): ConstantTensor {
  const four = ([value]: Float64Array) => new Float64Array(4).fill(value);
  return affineTable({ scale: four(scale), offset: four(offset) }, isBytes);
}

/** The affine of numbers that stand for themselves. */
export function identityAffine(channels: number): ChannelAffine {
  return { scale: new Float64Array(channels).fill(1), offset: new Float64Array(channels) };
}

function zeroByte(scale: number, offset: number): number {
  return scale === 0 ? 0 : Math.min(Math.max(Math.round(-offset / scale), 0), 255);
}
