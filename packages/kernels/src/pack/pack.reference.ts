import { imageShape, type Shape } from '../tensor/tensor.ts';
import type { TileLayout } from './pack.ts';

/**
 * Weights `[ky, kx, inputs, outputs]` in the order of a register tile, in float64: the axes of
 * `[output block][ky][kx][input vec4][4 / parts][vec4s][parts][4 output lanes]` one after the other.
 */
export function packTilesReference(
  values: Float64Array,
  shape: Shape,
  { vec4s, parts }: TileLayout,
): Float64Array {
  const [kernelHeight, kernelWidth, inputs, outputs] = imageShape(shape);
  const result: number[] = [];
  for (let block = 0; block < Math.ceil(outputs / (4 * vec4s)); block++) {
    for (let tap = 0; tap < kernelHeight * kernelWidth; tap++) {
      for (let step = 0; step < Math.ceil(inputs / 4); step++) {
        for (let quarter = 0; quarter < 4 / parts; quarter++) {
          for (let vec4 = 0; vec4 < vec4s; vec4++) {
            for (let part = 0; part < parts; part++) {
              for (let lane = 0; lane < 4; lane++) {
                const input = step * 4 + quarter * parts + part;
                const output = (block * vec4s + vec4) * 4 + lane;
                const isThere = input < inputs && output < outputs;
                const at = (tap * inputs + input) * outputs + output;
                result.push(isThere ? values[at] : 0);
              }
            }
          }
        }
      }
    }
  }
  return Float64Array.from(result);
}

/** Weights with their last axis padded to whole vec4s. */
export function packRowsReference(values: Float64Array, outputs: number): Float64Array {
  const result: number[] = [];
  values.forEach((value, i) => {
    result.push(value);
    if (i % outputs === outputs - 1) while (result.length % 4 !== 0) result.push(0);
  });
  return Float64Array.from(result);
}
