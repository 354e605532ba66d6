import type { RealType } from '../tensor/dtype.ts';
import { ConstantTensor, imageShape, type Shape, vec4Count } from '../tensor/tensor.ts';
import { constant, packRows, type QuantizedValues, type Weights } from '../tensor/weights.ts';

/** How a register tile reads its weights. */
export interface TileLayout {
  /** Output vec4s of a block. */
  readonly vec4s: number;
  /** Vec4s of a block that lie side by side, for input channels that follow each other. */
  readonly parts: number;
}

/**
 * Weights in the order in which a register tile reads them:
 * `[output block][ky][kx][input vec4][4 / parts][vec4s][parts][4 output lanes]`, where a block is
 * `vec4s` output vec4s, and the axes `4 / parts` and `parts` make up the 4 input lanes. Channels that
 * aren't there become zeros.
 */
export function packTiled(
  { shape, values }: Weights,
  real: RealType,
  layout: TileLayout,
): ConstantTensor {
  const packed = new Float32Array(tiledCount(shape, layout));
  reorder(shape, values, packed, layout);
  return constant('weight', packed, real);
}

/** Like {@link packTiled}, of bytes. Those of channels that aren't there mean nothing. */
export function packTiledBytes(
  shape: Shape,
  { bytes }: QuantizedValues,
  layout: TileLayout,
): ConstantTensor {
  const packed = new Uint8Array(tiledCount(shape, layout));
  reorder(shape, bytes, packed, layout);
  const spec = { shape: [packed.length / 4], dtype: 'u32', layout: 'dense' } as const;
  return new ConstantTensor('weight', spec, packed);
}

/** For each output vec4 its bias, and of weights in bytes the scale, the offset and the zero. */
export function packChannels(
  outputs: number,
  vec4s: number,
  bias: Float32Array | undefined,
  quantized: QuantizedValues | undefined,
): ConstantTensor {
  const packed = new Float32Array(Math.ceil(outputs / (vec4s * 4)) * vec4s * 16);
  const zeros = quantized && zeroBytes(quantized);
  for (let o = 0; o < outputs; o++) {
    const at = Math.floor(o / 4) * 16 + (o % 4);
    packed[at] = bias?.[o] ?? 0;
    if (!quantized || !zeros) continue;
    const { scale, minimum } = quantized;
    packed[at + 4] = scale[o];
    packed[at + 8] = minimum[o] + zeros[o] * scale[o];
    packed[at + 12] = zeros[o];
  }
  return constant('channel', packed, 'f32');
}

/** Weights with nothing but their output channels padded: `[ky][kx][input][output vec4s]`. */
export function packTaps({ shape, values }: Weights, real: RealType): ConstantTensor {
  const [kernelHeight, kernelWidth, inputs, outputs] = imageShape(shape);
  return packRows(values, kernelHeight * kernelWidth * inputs, outputs, real);
}

/** The byte of each channel that comes nearest to 0: sums of what is left of it stay small. */
function zeroBytes({ scale, minimum }: QuantizedValues): Uint8Array {
  return Uint8Array.from(scale, (step, o) => {
    return step === 0 ? 0 : Math.min(Math.max(Math.round(-minimum[o] / step), 0), 255);
  });
}

function tiledCount(shape: Shape, { vec4s }: TileLayout): number {
  const [kernelHeight, kernelWidth, inputs, outputs] = imageShape(shape);
  const blocks = Math.ceil(outputs / (vec4s * 4));
  return blocks * kernelHeight * kernelWidth * vec4Count(inputs) * 4 * vec4s * 4;
}

function reorder(
  shape: Shape,
  source: Float32Array | Uint8Array,
  target: Float32Array | Uint8Array,
  { vec4s, parts }: TileLayout,
): void {
  const [kernelHeight, kernelWidth, inputs, outputs] = imageShape(shape);
  const taps = kernelHeight * kernelWidth;
  const inputVec4s = vec4Count(inputs);
  const stepSize = 16 * vec4s;
  // Where each output channel lies, relative to the first.
  const places = Uint32Array.from({ length: outputs }, (_, o) => {
    const vec4 = Math.floor(o / 4);
    const block = Math.floor(vec4 / vec4s) * taps * inputVec4s * stepSize;
    return block + (vec4 % vec4s) * parts * 4 + (o % 4);
  });
  for (let tap = 0; tap < taps; tap++) {
    for (let i = 0; i < inputs; i++) {
      const row = (tap * inputs + i) * outputs;
      const lane = i % 4;
      // In a step that takes one input vec4 to one output block.
      const within = (Math.floor(lane / parts) * vec4s * parts + (lane % parts)) * 4;
      const first = (tap * inputVec4s + Math.floor(i / 4)) * stepSize + within;
      for (let o = 0; o < outputs; o++) {
        target[first + places[o]] = source[row + o];
      }
    }
  }
}
