import { sizeFields, sizeParams } from '../conv2d/params.ts';
import { type Grid, linearGrid } from '../shader/grid.ts';
import { extend } from '../shader/struct.ts';
import { ConstantTensor, imageShape } from '../tensor/tensor.ts';
import type { ConvTranspose2dArgs } from './contract.ts';

/** Fields of the variants that go phase by phase. */
export const phaseFields = extend(sizeFields, {
  tap_step_y: 'u32',
  tap_step_x: 'u32',
  pixel_step_y: 'u32',
  pixel_step_x: 'u32',
});

export function phaseParams(args: ConvTranspose2dArgs) {
  const { strides, dilations } = args;
  const commonY = greatestCommonDivisor(strides[0], dilations[0]);
  const commonX = greatestCommonDivisor(strides[1], dilations[1]);
  return {
    ...sizeParams(args),
    tap_step_y: strides[0] / commonY,
    tap_step_x: strides[1] / commonX,
    pixel_step_y: dilations[0] / commonY,
    pixel_step_x: dilations[1] / commonX,
  };
}

/** Workgroups for the pixels of each phase, as many in each, so many to a tile. */
export function phaseGrid({ output, strides }: ConvTranspose2dArgs, tilePixels: number): Grid {
  const [batch, height, width] = imageShape(output.shape);
  const plane = Math.ceil(height / strides[0]) * Math.ceil(width / strides[1]);
  const tiles = Math.ceil((batch * plane) / tilePixels);
  return linearGrid(tiles * strides[0] * strides[1], 1);
}

/**
 * Which taps meet a row of the output, and where: `[stride y + stride x][3]`. Rows that are a stride
 * apart have the same taps, so a phase is named by `row % stride`. For each: its first tap, the number
 * of its taps, and the input row that the first tap meets, less `row / stride`. The phases along x
 * follow those along y.
 */
export function phaseTable(args: ConvTranspose2dArgs): ConstantTensor {
  const { strides, dilations, padding, weight } = args;
  const [kernelHeight, kernelWidth] = imageShape(weight.tensor.shape);
  const rows = phasesAlong(strides[0], dilations[0], padding.top, kernelHeight);
  const columns = phasesAlong(strides[1], dilations[1], padding.left, kernelWidth);
  const values = Int32Array.from([...rows, ...columns].flat());
  const spec = { shape: [values.length], dtype: 'i32', layout: 'dense' } as const;
  return new ConstantTensor('phases', spec, values);
}

function phasesAlong(stride: number, dilation: number, before: number, kernel: number) {
  const step = stride / greatestCommonDivisor(stride, dilation);
  return Array.from({ length: stride }, (_, phase) => {
    for (let tap = 0; tap < Math.min(step, kernel); tap++) {
      const row = (phase + before - tap * dilation) / stride;
      if (Number.isInteger(row)) return [tap, Math.ceil((kernel - tap) / step), row];
    }
    return [0, 0, 0];
  });
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
