import { fromFloat16, type QuantizedValues } from '@facegpu/kernels';
import type { StoredTensor } from './safetensors.ts';

/** How bytes stand for numbers: `value = byte * scale + minimum`. */
export interface Quantization {
  readonly scale: number;
  readonly minimum: number;
}

/**
 * The values of a stored tensor as f32. A quantised tensor stays quantised in its file and is
 * expanded here, rounded to f32 once.
 */
export function dequantize(
  { type, bytes }: StoredTensor,
  quantization: Quantization | undefined,
): Float32Array<ArrayBuffer> {
  if (type === 'U8') {
    const { scale = 1, minimum = 0 } = quantization ?? {};
    return Float32Array.from(bytes, (byte) => byte * scale + minimum);
  }
  // The bytes may begin anywhere in their file, typed arrays want them aligned.
  const { buffer } = new Uint8Array(bytes);
  if (type === 'F16') return Float32Array.from(new Uint16Array(buffer), fromFloat16);
  if (type === 'I32') return Float32Array.from(new Int32Array(buffer));
  return new Float32Array(buffer);
}

/** A stored tensor as bytes, where it is quantised: kernels may read these instead. */
export function quantizedValues(
  { type, shape, bytes }: StoredTensor,
  quantization: Quantization | undefined,
): QuantizedValues | undefined {
  if (type !== 'U8' || !quantization) return undefined;
  const channels = shape.at(-1) ?? 1;
  return {
    bytes,
    scale: new Float64Array(channels).fill(quantization.scale),
    minimum: new Float64Array(channels).fill(quantization.minimum),
  };
}
