import { shapeMismatch } from '../errors.ts';
import { type DType, decode, encode } from './dtype.ts';
import {
  ConstantTensor,
  elementCount,
  formatShape,
  imageShape,
  type Shape,
  storedCount,
  type TensorSpec,
  vec4Count,
} from './tensor.ts';

/**
 * Logical values, row-major, in the order and layout in which a tensor stores them: for `encode`. Dense
 * values are given back as they are.
 */
export function toStored(
  values: ArrayLike<number>,
  spec: TensorSpec,
  padding: number,
): ArrayLike<number> {
  if (spec.layout === 'dense') return values;
  const [, , , channels] = imageShape(spec.shape);
  // Rounded once only: to f16 from what is exact.
  const stored = new (spec.dtype === 'f32' ? Float32Array : Float64Array)(storedCount(spec));
  if (padding !== 0) stored.fill(padding);
  const lanes = vec4Count(channels) * 4;
  for (let i = 0, pixel = 0; i < values.length; pixel += lanes) {
    for (let channel = 0; channel < channels; channel++) stored[pixel + channel] = values[i++];
  }
  return stored;
}

/** Numbers as memory holds them, by the dtype of their tensor. */
export type Numbers = ReturnType<typeof decode>;

/** The reverse of {@link toStored}: padding lanes are dropped. */
export function toLogical<T extends Numbers>(stored: T, spec: TensorSpec): T {
  if (spec.layout === 'dense') return stored;
  const [batch, height, width, channels] = imageShape(spec.shape);
  const values = stored.slice(0, batch * height * width * channels);
  const lanes = vec4Count(channels) * 4;
  for (let i = 0, pixel = 0; i < values.length; pixel += lanes) {
    for (let channel = 0; channel < channels; channel++) values[i++] = stored[pixel + channel];
  }
  return values as T;
}

/** Values that are known before the run: row-major, dense unless told. */
export function constant(
  label: string,
  shape: Shape,
  values: ArrayLike<number>,
  { dtype = 'f32', layout = 'dense' }: Partial<Omit<TensorSpec, 'shape'>> = {},
): ConstantTensor {
  const spec = { shape, dtype, layout };
  if (values.length !== elementCount(shape)) {
    throw shapeMismatch(
      `the constant ${label} has ${values.length} values`,
      `Its shape is ${formatShape(shape)}: give ${elementCount(shape)}.`,
    );
  }
  return new ConstantTensor(label, spec, encode(toStored(values, spec, 0), dtype));
}

/** Values as a tensor of this dtype can hold them. */
export function roundTo(values: ArrayLike<number>, dtype: DType): Float64Array {
  const encoded = encode(values, dtype);
  const { buffer, byteOffset, byteLength } = encoded;
  return Float64Array.from(decode(buffer.slice(byteOffset, byteOffset + byteLength), dtype));
}
