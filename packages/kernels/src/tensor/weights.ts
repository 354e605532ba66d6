import { encode, type RealType } from './dtype.ts';
import { ConstantTensor, type Shape, vec4Count } from './tensor.ts';

/** Weights that are known before the run, row-major. */
export interface Weights {
  readonly shape: Shape;
  readonly values: Float32Array;
  /** The same values as bytes, where they are known as such; kernels may read these instead. */
  readonly quantized?: QuantizedValues | undefined;
}

/**
 * Values as bytes: `value = byte * scale[channel] + minimum[channel]`, channels being the last axis.
 * Scale and minimum are float64: what they are off by is the same for all weights, and adds up.
 */
export interface QuantizedValues {
  readonly bytes: Uint8Array;
  readonly scale: Float64Array;
  readonly minimum: Float64Array;
}

/** Stored numbers that stand for others: `value = stored · scale[c] + offset[c]`, c on the last axis. */
export interface ChannelAffine {
  /** Float64: what it is off by is the same for all weights of a channel, and adds up. */
  readonly scale: Float64Array;
  readonly offset: Float64Array;
}

/** A matrix whose rows are padded to whole vec4s with zeros: `[row][column vec4]`. */
export function packRows(
  values: Float32Array,
  rows: number,
  columns: number,
  real: RealType,
): ConstantTensor {
  return constant('weight', padRows(values, rows, columns), real);
}

/** The bias, a vec4 for each output vec4; always f32. Zeros where there is none. */
export function packBias(bias: Float32Array | undefined, outputs: number): ConstantTensor {
  return constant('bias', padRows(bias ?? new Float32Array(outputs), 1, outputs), 'f32');
}

/** Packed values as a tensor. */
export function constant(label: string, values: Float32Array, dtype: RealType): ConstantTensor {
  const spec = { shape: [values.length], dtype, layout: 'dense' } as const;
  return new ConstantTensor(label, spec, encode(values, dtype));
}

function padRows(values: Float32Array, rows: number, columns: number): Float32Array {
  const stride = vec4Count(columns) * 4;
  if (stride === columns) return values;
  const padded = new Float32Array(rows * stride);
  for (let row = 0; row < rows; row++) {
    padded.set(values.subarray(row * columns, (row + 1) * columns), row * stride);
  }
  return padded;
}
