import { struct } from '../shader/struct.ts';
import { Tensor, type TensorSpec } from '../tensor/tensor.ts';

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

/** A crop in a buffer, for every shader that writes or reads one: its numbers as {@link Crop} has them. */
export const cropStruct = struct({
  x_map: 'vec4<f32>',
  y_map: 'vec4<f32>',
  window: 'vec4<f32>',
  bounds: 'vec4<f32>',
});

/** How many f32 a crop takes. */
export const cropFloats = /* @__PURE__ */ (() => cropStruct.size / 4)();

/** A crop with a number of this magnitude, or one that is no number, is cut as NaN. */
export const largestCropNumber = 2 ** 60;

/** How far bounds reach that clamp nothing: up to here f32 holds every whole number. */
export const farthest = 2 ** 24;

/** Bounds that clamp nothing. */
export const everything: Edges = [-farthest, -farthest, farthest, farthest];

/** What a tensor of `count` crops is, as the warp reads them and other kernels write them. */
export function cropsSpec(count: number): TensorSpec {
  return { shape: [count, cropFloats], dtype: 'f32', layout: 'dense' };
}

export function cropTensor(label: string, count: number): Tensor {
  return new Tensor(label, cropsSpec(count));
}

/** The numbers of a crop, as `cropStruct` lays them out. */
export function encodeCrop({ map, window, bounds = everything }: Crop): number[] {
  const values = { x_map: [...map.x, 0], y_map: [...map.y, 0], window, bounds } as const;
  return [...new Float32Array(cropStruct.encode(values, 'crop'))];
}

/** The reverse of {@link encodeCrop}. */
export function decodeCrop(numbers: ArrayLike<number>): Required<Crop> {
  const four = (field: 'x_map' | 'y_map' | 'window' | 'bounds'): Edges => {
    const at = cropStruct.offset(field) / 4;
    return [numbers[at], numbers[at + 1], numbers[at + 2], numbers[at + 3]];
  };
  const [a, b, c] = four('x_map');
  const [d, e, f] = four('y_map');
  return {
    map: { x: [a, b, c], y: [d, e, f] },
    window: four('window'),
    bounds: four('bounds'),
  };
}

/** Cosine and sine of a roll in degrees, clockwise: exact for right angles. */
export function rotation(roll: number): { readonly cos: number; readonly sin: number } {
  const angle = (roll * Math.PI) / 180;
  const exact = (x: number) => (roll % 90 === 0 ? Math.round(x) : x);
  return { cos: exact(Math.cos(angle)), sin: exact(Math.sin(angle)) };
}

/** Where a point of the crop lies in the photo. */
export function applyAffine({ x, y }: Affine, px: number, py: number): [number, number] {
  return [x[0] * px + x[1] * py + x[2], y[0] * px + y[1] * py + y[2]];
}
