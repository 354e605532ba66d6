import { multiply } from '../conv2d/matrix.ts';
import { softwareSubgroup } from '../device/target.ts';
import { asPixels, pointwise } from './pixels.ts';
import { type GemmVariant, isAligned } from './variant.ts';

/** Products of 4×4 matrices, as a convolution of images of one pixel does them. */
export const matrix: GemmVariant = {
  supports: ({ info }, product) => softwareSubgroup(info) === 4 && isAligned(product),
  dispatch(_target, { label, inner, columns, a, b, bias, activation, output, live }) {
    const rowVec4s = columns / 4;
    const args = {
      input: asPixels(a),
      weight: { tensor: b.view([1, 1, inner, columns]) },
      bias,
      activation,
      output: asPixels(output),
      live,
      ...pointwise,
    } as const;
    const strides = { block: 8, step: 4 * rowVec4s, lane: rowVec4s };
    return { ...multiply(args, b, strides), label };
  },
};
