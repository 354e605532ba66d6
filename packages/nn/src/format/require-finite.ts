import { FaceGpuError } from '@facegpu/kernels';
import type { StoredTensor } from './safetensors.ts';

/** The exponents of infinity and NaN, as bits of a word: one f32, or two f16. */
const f32Exponent = 0x7f800000;
const f16Exponents = [0x7c00, 0x7c000000];

/**
 * Checks that every number of a file is one. Bytes and whole numbers are by nature.
 *
 * @param source names the file in errors
 * @throws FaceGpuError `bad-model` that names the tensor
 */
export function requireFinite(tensors: ReadonlyMap<string, StoredTensor>, source: string): void {
  for (const [name, { type, bytes }] of tensors) {
    const masks = type === 'F32' ? [f32Exponent] : type === 'F16' ? f16Exponents : [];
    if (masks.every((mask) => !hasExponent(bytes, mask))) continue;
    throw new FaceGpuError(
      'bad-model',
      `${source}: the weights "${name}" hold NaN or infinity`,
      'The model was trained or converted wrongly, or the file is damaged: make it again.',
    );
  }
}

/** Whether all bits of the mask are set in one of the words. */
function hasExponent(bytes: Uint8Array<ArrayBuffer>, mask: number): boolean {
  // The bytes may begin anywhere in their file, and halves may end within a word.
  const size = Math.ceil(bytes.byteLength / 4) * 4;
  const isAligned = bytes.byteOffset % 4 === 0 && size === bytes.byteLength;
  const whole = isAligned ? bytes : new Uint8Array(size);
  if (!isAligned) whole.set(bytes);
  const words = new Uint32Array(whole.buffer, whole.byteOffset, size / 4);
  // An iterator or a callback for each of millions of weights would take ten times as long.
  for (let i = 0; i < words.length; i++) if ((words[i] & mask) === mask) return true;
  return false;
}
