import type { RealType } from '../tensor/dtype.ts';
import { type ConstantTensor, imageShape, vec4Count } from '../tensor/tensor.ts';
import { constant, packRows, type Weights } from '../tensor/weights.ts';

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
export function packTaps({ shape, values }: Weights, real: RealType): ConstantTensor {
  const [kernelHeight, kernelWidth, inputs, outputs] = imageShape(shape);
  return packRows(values, kernelHeight * kernelWidth * inputs, outputs, real);
}
