import { type DType, FaceGpuError } from '@facegpu/kernels';
import type { Constant } from '../ir/graph.ts';
import type { StoredTensor, StoredType } from './safetensors.ts';

/**
 * How bytes stand for numbers: `value = byte * scale + minimum`. Both are single numbers, or lists with one
 * for each index of the last axis.
 */
export interface Quantization {
  readonly scale: number | readonly number[];
  readonly minimum: number | readonly number[];
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
      scale: perChannel(quantization.scale, channels),
      offset: perChannel(quantization.minimum, channels),
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

function perChannel(value: number | readonly number[], channels: number): Float64Array {
  return typeof value === 'number'
    ? new Float64Array(channels).fill(value)
    : Float64Array.from(value);
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
    const tensor = tensors.get(name);
    const channels = tensor?.shape.at(-1) ?? 1;
    const fits = [scale, minimum].every((value) => {
      return typeof value === 'number' || value.length === channels;
    });
    if (tensor?.type === 'U8' && fits && areFinite(scale, minimum, channels)) continue;
    throw new FaceGpuError(
      'bad-model',
      `${source}: the quantization of "${name}" (scale ${shown(scale)}, minimum ${shown(minimum)}) fits no tensor of bytes`,
      'The file is incomplete or was edited: convert the model again.',
    );
  }
}

/** Whether the least and the largest byte stand for numbers that an f32 holds, in every channel. */
function areFinite(
  scale: Quantization['scale'],
  minimum: Quantization['minimum'],
  channels: number,
): boolean {
  const count = [scale, minimum].every((value) => typeof value === 'number') ? 1 : channels;
  const offsets = perChannel(minimum, count);
  return perChannel(scale, count).every((step, i) => {
    return [offsets[i], 255 * step + offsets[i]].map(Math.fround).every(Number.isFinite);
  });
}

function shown(value: number | readonly number[]): string {
  return typeof value === 'number' ? String(value) : `of ${value.length} channels`;
}
