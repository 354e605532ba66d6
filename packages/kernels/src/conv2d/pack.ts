import { encode, type RealType } from '../tensor/dtype.ts';
import { ConstantTensor, imageShape, vec4Count } from '../tensor/tensor.ts';
import type { Weights } from './conv2d.ts';

/**
 * Weights in the order in which a register tile reads them:
 * `[output block][ky][kx][input vec4][4 input lanes][vec4s][4 output lanes]`, where a block is
 * `vec4s` output vec4s. Channels that aren't there become zeros.
 */
export function packTiled(
  { shape, values }: Weights,
  real: RealType,
  vec4s: number,
): ConstantTensor {
  const [kernelHeight, kernelWidth, inputs, outputs] = imageShape(shape);
  const taps = kernelHeight * kernelWidth;
  const inputLanes = vec4Count(inputs) * 4;
  const blockSize = vec4s * 4;
  const blocks = Math.ceil(outputs / blockSize);
  const packed = new Float32Array(blocks * taps * inputLanes * blockSize);
  for (let tap = 0; tap < taps; tap++) {
    for (let i = 0; i < inputs; i++) {
      const row = (tap * inputs + i) * outputs;
      for (let o = 0; o < outputs; o++) {
        const block = Math.floor(o / blockSize);
        const start = ((block * taps + tap) * inputLanes + i) * blockSize;
        packed[start + (o % blockSize)] = values[row + o];
      }
    }
  }
  return constant('weight', packed, real);
}

/** Weights with nothing but their output channels padded: `[ky][kx][input][output vec4s]`. */
export function packRows({ shape, values }: Weights, real: RealType): ConstantTensor {
  const [kernelHeight, kernelWidth, inputs, outputs] = imageShape(shape);
  const rows = kernelHeight * kernelWidth * inputs;
  return constant('weight', padRows(values, rows, outputs), real);
}

/** The bias, a vec4 for each output vec4; always f32. */
export function packBias(bias: Float32Array | undefined, outputs: number): ConstantTensor {
  return constant('bias', padRows(bias ?? new Float32Array(outputs), 1, outputs), 'f32');
}

function padRows(values: Float32Array, rows: number, columns: number): Float32Array {
  const stride = vec4Count(columns) * 4;
  const padded = new Float32Array(rows * stride);
  for (let row = 0; row < rows; row++) {
    padded.set(values.subarray(row * columns, (row + 1) * columns), row * stride);
  }
  return padded;
}

function constant(label: string, values: Float32Array, dtype: RealType): ConstantTensor {
  const spec = { shape: [values.length], dtype, layout: 'dense' } as const;
  return new ConstantTensor(label, spec, encode(values, dtype));
}
