import { Tensor } from '../tensor/tensor.ts';

/**
 * An affine map of the plane: `x' = a·x + b·y + c`, `y' = d·x + e·y + f`. Coordinates are continuous:
 * pixel i covers i to i + 1, its centre lies at i + 0.5.
 */
export interface Affine {
  readonly x: readonly [a: number, b: number, c: number];
  readonly y: readonly [d: number, e: number, f: number];
}

/** Left, top, right and bottom, in pixels. */
export type Edges = readonly [left: number, top: number, right: number, bottom: number];

/** How one crop is cut out of a photo. */
export interface Crop {
  /** From pixels of the crop to pixels of the photo. */
  readonly map: Affine;
  /** The whole pixels that are seen; the rest is black. */
  readonly window: Edges;
  /** Samples beyond these are taken at their edge; everything where left out. */
  readonly bounds?: Edges | undefined;
}

/** A crop is four `vec4<f32>` in a buffer. */
export const cropFloats = 16;

/** A crop with a number of this magnitude, or one that is no number, is cut as NaN. */
export const largestCropNumber = 2 ** 60;

/** Bounds that clamp nothing, yet stay whole in f32. */
export const everything: Edges = [-(2 ** 24), -(2 ** 24), 2 ** 24, 2 ** 24];

/** A tensor of `count` crops, as the warp reads them and other kernels write them. */
export function cropTensor(label: string, count: number): Tensor {
  return new Tensor(label, { shape: [count, cropFloats], dtype: 'f32', layout: 'dense' });
}

/** The 16 numbers of a crop. */
export function encodeCrop({ map, window, bounds = everything }: Crop): number[] {
  return [...map.x, 0, ...map.y, 0, ...window, ...bounds];
}

/** Where a point of the crop lies in the photo. */
export function applyAffine({ x, y }: Affine, px: number, py: number): [number, number] {
  return [x[0] * px + x[1] * py + x[2], y[0] * px + y[1] * py + y[2]];
}
