import { multiply } from '../conv2d/matrix.ts';
import { softwareSubgroup } from '../device/target.ts';
import { asConvolution } from './pixels.ts';
import { type GemmVariant, isAligned } from './variant.ts';

/** Products of 4×4 matrices, as a convolution of images of one pixel does them. */
export const matrix: GemmVariant = {
  supports: ({ info }, product) => softwareSubgroup(info) === 4 && isAligned(product),
  dispatch(_target, product) {
    const rowVec4s = product.columns / 4;
    const strides = { block: 8, step: 4 * rowVec4s, lane: rowVec4s };
    return [{ ...multiply(asConvolution(product), product.b, strides), label: product.label }];
  },
};
