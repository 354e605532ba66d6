import type { Tensor } from '../tensor/tensor.ts';
import { noPadding } from '../tensor/window.ts';
import type { Product } from './variant.ts';

/** What makes a convolution of images of one pixel a product of matrices. */
export const pointwise = {
  strides: [1, 1],
  dilations: [1, 1],
  padding: noPadding,
  groups: 1,
} as const;

/** The rows of a matrix as images of one pixel; they must be whole vec4s. */
export function asPixels(matrix: Tensor): Tensor {
  const [rows = 0, columns = 0] = matrix.shape;
  return matrix.view([rows, 1, 1, columns], 'nhwc4');
}

/** A product of matrices whose rows are whole vec4s, as a convolution of images of one pixel. */
export function asConvolution({ inner, columns, a, b, bias, activation, output, live }: Product) {
  return {
    input: asPixels(a),
    weight: { tensor: b.view([1, 1, inner, columns]) },
    bias,
    activation,
    output: asPixels(output),
    live,
    ...pointwise,
  } as const;
}
