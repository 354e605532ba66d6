import { type DType, decode, encode } from './dtype.ts';
import { imageShape, storedCount, type TensorSpec, vec4Count } from './tensor.ts';

/** Logical values, row-major, in the order and layout in which a tensor stores them. */
export function toStored(
  values: ArrayLike<number>,
  spec: TensorSpec,
  padding: number,
): Float64Array {
  if (spec.layout === 'dense') return Float64Array.from(values);
  const [, , , channels] = imageShape(spec.shape);
  const stored = new Float64Array(storedCount(spec)).fill(padding);
  const lanes = vec4Count(channels) * 4;
  for (let i = 0, pixel = 0; i < values.length; pixel += lanes) {
    for (let channel = 0; channel < channels; channel++) stored[pixel + channel] = values[i++];
  }
  return stored;
}

/** The reverse of {@link toStored}: padding lanes are dropped. */
export function toLogical(stored: ArrayLike<number>, spec: TensorSpec): Float64Array {
  if (spec.layout === 'dense') return Float64Array.from(stored);
  const [batch, height, width, channels] = imageShape(spec.shape);
  const values = new Float64Array(batch * height * width * channels);
  const lanes = vec4Count(channels) * 4;
  for (let i = 0, pixel = 0; i < values.length; pixel += lanes) {
    for (let channel = 0; channel < channels; channel++) values[i++] = stored[pixel + channel];
  }
  return values;
}

/** Values as a tensor of this dtype can hold them. */
export function roundTo(values: ArrayLike<number>, dtype: DType): Float64Array {
  const encoded = encode(values, dtype);
  const { buffer, byteOffset, byteLength } = encoded;
  return Float64Array.from(decode(buffer.slice(byteOffset, byteOffset + byteLength), dtype));
}
