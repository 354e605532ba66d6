import { type DType, FaceGpuError } from '@facegpu/kernels';
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
  I32: 'i32',
  U32: 'u32',
  U8: 'u8',
  BOOL: 'bool',
};

/**
 * A stored tensor as a constant. Bytes with a quantisation and halves stand for f32; bytes without
 * one are what they are.
 */
export function storedConstant(
  { type, shape, bytes }: StoredTensor,
  quantization: Quantization | undefined,
): Constant {
  const dtype = dtypes[type];
  if (type === 'U8' && quantization) {
    const channels = shape.at(-1) ?? 1;
    const affine = {
      scale: new Float64Array(channels).fill(quantization.scale),
      offset: new Float64Array(channels).fill(quantization.minimum),
    };
    return { shape, dtype: 'f32', stored: { dtype, bytes }, affine };
  }
  if (type === 'BOOL') {
    // A byte in the file, a word on the GPU.
    const words = Uint32Array.from(bytes, (byte) => (byte === 0 ? 0 : 1));
    return { shape, dtype, stored: { dtype, bytes: new Uint8Array(words.buffer) } };
  }
  return { shape, dtype: type === 'F16' ? 'f32' : dtype, stored: { dtype, bytes } };
}

/**
 * Checks that quantisations belong to tensors of bytes, and that these then stand for numbers that an
 * f32 can hold.
 *
 * @param source names the file in errors
 * @throws FaceGpuError `bad-model` that names the tensor
 */
export function requireQuantization(
  quantization: Readonly<Record<string, Quantization>>,
  tensors: ReadonlyMap<string, StoredTensor>,
  source: string,
): void {
  for (const [name, { scale, minimum }] of Object.entries(quantization)) {
    const ends = [minimum, 255 * scale + minimum].map(Math.fround);
    if (tensors.get(name)?.type === 'U8' && ends.every(Number.isFinite)) continue;
    throw new FaceGpuError(
      'bad-model',
      `${source}: the quantization of "${name}" (scale ${scale}, minimum ${minimum}) fits no tensor of bytes`,
      'The file is incomplete or was edited: convert the model again.',
    );
  }
}
