import { struct } from '../shader/struct.ts';
import { ConstantTensor } from '../tensor/tensor.ts';
import { type AxisSizes, positionOf, type ResizeCoordinates } from './coordinates.ts';

export type ResizeInterpolation = 'bicubic' | 'bilinear' | 'nearest';

/** Which pixel is the nearest: the one before, the one behind, or the closer one of both. */
export type ResizeRounding = 'ceil' | 'floor' | 'halves-down' | 'halves-up';

/** How the pixels of an axis become those of another. */
export interface ResizeMethod {
  readonly interpolation: ResizeInterpolation;
  readonly coordinates: ResizeCoordinates;
  /** For `nearest`; `floor` for `asymmetric` coordinates where it is left out, else `halves-up`. */
  readonly rounding?: ResizeRounding | undefined;
  /** The slope that `bicubic` has at its neighbours, as Keys calls it a; -0.75 where it is left out. */
  readonly slope?: number | undefined;
  /** Whether pixels beyond an edge count for nothing, instead of as the edge's; no where left out. */
  readonly excludeOutside?: boolean | undefined;
  /** Whether shrinking averages over what lies between; no where left out. */
  readonly antialias?: boolean | undefined;
}

/** An input pixel and its weight, in a buffer. */
export const tapStruct = struct({ pixel: 'u32', weight: 'f32' });

/** What stands for a position outside the image. */
const outside = 2 ** 32 - 1;

/** The pixels that each pixel of an axis is made of. */
export interface Taps {
  /** Of each output pixel. */
  readonly count: number;
  /** `[output pixel][tap]`, see {@link tapStruct}. */
  readonly table: ConstantTensor;
}

/** An input pixel and its weight. */
interface Tap {
  readonly pixel: number;
  readonly weight: number;
}

/** The taps of an output pixel; none where it lies outside. */
export type TapList = readonly Tap[];

/** The taps of each pixel of an axis; the input has at least one pixel where the output has. */
export function tapLists(method: ResizeMethod, sizes: AxisSizes): readonly TapList[] {
  return Array.from({ length: sizes.outSize }, (_, output) => {
    const position = positionOf(method.coordinates, output, sizes);
    const isOutside =
      method.coordinates === 'crop' && (position < 0 || position > sizes.inSize - 1);
    return isOutside ? [] : tapsAt(method, position, sizes);
  });
}

/** Taps as the shader reads them. */
export function packTaps(lists: readonly TapList[]): Taps {
  const count = lists.reduce((most, taps) => Math.max(most, taps.length), 1);
  const words = new DataView(new ArrayBuffer(Math.max(1, lists.length) * count * 8));
  for (const [output, taps] of lists.entries()) {
    // Lists are filled up with a pixel that counts anyway, so that no other one's NaN gets in.
    const filler = { pixel: taps[0]?.pixel ?? outside, weight: 0 };
    for (let i = 0; i < count; i++) {
      const { pixel, weight } = taps[i] ?? filler;
      words.setUint32((output * count + i) * 8, pixel, true);
      words.setFloat32((output * count + i) * 8 + 4, weight, true);
    }
  }
  const spec = { shape: [words.byteLength / 4], dtype: 'u32', layout: 'dense' } as const;
  return { count, table: new ConstantTensor('taps', spec, words) };
}

function tapsAt(method: ResizeMethod, position: number, sizes: AxisSizes): TapList {
  const { inSize, outSize, scale = outSize / inSize } = sizes;
  const last = inSize - 1;
  const clamp = (pixel: number) => Math.min(Math.max(pixel, 0), last);
  if (method.interpolation === 'nearest') {
    return [{ pixel: clamp(round(position, method)), weight: 1 }];
  }
  const isLinear = method.interpolation === 'bilinear';
  // How much wider than between neighbours the filter is.
  const width = method.antialias ? Math.max(1, 1 / scale) : 1;
  const radius = (isLinear ? 1 : 2) * width;
  const centre = isLinear && width === 1 ? clamp(position) : position;
  const { slope = -0.75 } = method;
  const first = width === 1 ? Math.floor(centre) - radius + 1 : Math.ceil(centre - radius);
  const end = width === 1 ? first + 2 * radius : Math.floor(centre + radius) + 1;
  const pixels = Array.from({ length: end - first }, (_, i) => first + i);
  const weights = pixels.map((pixel) => {
    if (method.excludeOutside && pixel !== clamp(pixel)) return 0;
    const distance = Math.abs(pixel - centre) / width;
    return isLinear ? Math.max(0, 1 - distance) : cubic(distance, slope);
  });
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const isNormal = width === 1 && !method.excludeOutside;
  return pixels.map((pixel, i) => {
    return { pixel: clamp(pixel), weight: isNormal ? weights[i] : weights[i] / sum };
  });
}

function round(position: number, { coordinates, rounding }: ResizeMethod): number {
  switch (rounding ?? (coordinates === 'asymmetric' ? 'floor' : 'halves-up')) {
    case 'ceil':
      return Math.ceil(position);
    case 'floor':
      return Math.floor(position);
    case 'halves-down':
      return Math.ceil(position - 0.5);
    case 'halves-up':
      return Math.floor(position + 0.5);
  }
}

/** Keys 1981, "Cubic Convolution Interpolation for Digital Image Processing". */
function cubic(distance: number, a: number): number {
  if (distance <= 1) return ((a + 2) * distance - (a + 3)) * distance * distance + 1;
  if (distance < 2) return ((a * distance - 5 * a) * distance + 8 * a) * distance - 4 * a;
  return 0;
}
