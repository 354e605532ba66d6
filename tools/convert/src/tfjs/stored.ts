import type { Quantization, StoredTensor } from '@facegpu/nn';
import type { TfjsTensor } from './weights.ts';

/** A tensor as a model file holds it. */
export interface Stored {
  readonly tensor: StoredTensor;
  /** Of a tensor that stays bytes. */
  readonly quantization?: Quantization;
}

/**
 * Turns a TensorFlow.js tensor into one of a model file. Bytes and halves stay what they are;
 * `uint16`, for which model files have no type, is expanded to f32.
 */
export function toStored({ shape, dtype, quantization, bytes }: TfjsTensor): Stored {
  if (!quantization) {
    const type = ({ float32: 'F32', int32: 'I32', bool: 'BOOL' } as const)[dtype];
    return { tensor: { type, shape, bytes } };
  }
  if (quantization.dtype === 'float16') return { tensor: { type: 'F16', shape, bytes } };
  const { scale, min } = quantization;
  if (dtype === 'float32' && quantization.dtype === 'uint8') {
    return { tensor: { type: 'U8', shape, bytes }, quantization: { scale, minimum: min } };
  }
  // A shard's tensors begin anywhere in it, typed arrays want them aligned.
  const stored =
    quantization.dtype === 'uint8' ? bytes : new Uint16Array(new Uint8Array(bytes).buffer);
  if (dtype === 'int32') {
    const values = Int32Array.from(stored, (value) => Math.round(value * scale + min));
    return { tensor: { type: 'I32', shape, bytes: new Uint8Array(values.buffer) } };
  }
  const values = Float32Array.from(stored, (value) => value * scale + min);
  return { tensor: { type: 'F32', shape, bytes: new Uint8Array(values.buffer) } };
}
