import { multiplyTiles, tileOf } from '../conv2d/workgroup.ts';
import { asConvolution } from './pixels.ts';
import { type GemmVariant, isAligned } from './variant.ts';

/** Tiles in workgroup memory, as a convolution of images of one pixel has them. */
export const workgroup: GemmVariant = {
  supports: (_target, product) => isAligned(product),
  suits: ({ info }) => !info.software,
  dispatch(_target, product) {
    const args = asConvolution(product);
    const tile = tileOf(args);
    const strides = { block: tile.across * tile.vec4s, row: product.columns / 4 };
    return multiplyTiles(args, product.b, strides, tile).map((dispatch) => {
      return { ...dispatch, label: product.label };
    });
  },
};
