/**
 * Where a pixel of the output lies in the input, along one axis. Pixels are areas, and a position is
 * that of a centre: the first pixel's is 0. The scale is `out / in`, unless one is given.
 * - `half-pixel`: `(output + 0.5) / scale - 0.5`;
 * - `half-pixel-symmetric`: the same, moved so that the centres of both images meet, which they don't
 *   where the output's size was rounded;
 * - `pytorch-half-pixel`: the same as `half-pixel`, but 0 for a single pixel;
 * - `tf-half-pixel`: `(output + 0.5) / scale`;
 * - `align-corners`: `output · (in - 1) / (out - 1)`, 0 for a single pixel; first and last pixels meet;
 * - `asymmetric`: `output / scale`; the default of TensorFlow.js;
 * - `crop`: first and last pixels meet those of a region of the input.
 */
export type ResizeCoordinates =
  | 'align-corners'
  | 'asymmetric'
  | 'crop'
  | 'half-pixel'
  | 'half-pixel-symmetric'
  | 'pytorch-half-pixel'
  | 'tf-half-pixel';

/** The part of an axis that `crop` takes: 0 is its first pixel, 1 its last. */
export interface AxisRegion {
  readonly start: number;
  readonly end: number;
}

export interface AxisSizes {
  readonly inSize: number;
  readonly outSize: number;
  /** The ratio of the sizes where it is left out. */
  readonly scale?: number | undefined;
  /** The whole axis where it is left out. */
  readonly region?: AxisRegion | undefined;
}

/**
 * The position in the input of a pixel of the output. Ratios of sizes are exact up to one division, so
 * that a position never ends up on the wrong side of a whole or half number. A given scale, which is
 * an f32 as files have it, is divided by in f32: a third of a pixel that was rounded once then finds
 * back to whole numbers, as it does in ONNX Runtime.
 */
export function positionOf(
  coordinates: ResizeCoordinates,
  output: number,
  { inSize, outSize, scale, region = { start: 0, end: 1 } }: AxisSizes,
): number {
  const unscale = (x: number) =>
    scale === undefined ? (x * inSize) / outSize : Math.fround(x / scale);
  switch (coordinates) {
    case 'half-pixel':
      return unscale(output + 0.5) - 0.5;
    case 'half-pixel-symmetric': {
      const wanted = scale === undefined ? outSize : inSize * scale;
      return (inSize / 2) * (1 - outSize / wanted) + unscale(output + 0.5) - 0.5;
    }
    case 'pytorch-half-pixel':
      return outSize > 1 ? unscale(output + 0.5) - 0.5 : 0;
    case 'tf-half-pixel':
      return unscale(output + 0.5);
    case 'align-corners':
      return outSize > 1 ? (output * (inSize - 1)) / (outSize - 1) : 0;
    case 'asymmetric':
      return unscale(output);
    case 'crop': {
      const { start, end } = region;
      const last = inSize - 1;
      return outSize > 1
        ? start * last + (output * (end - start) * last) / (outSize - 1)
        : 0.5 * (start + end) * last;
    }
  }
}
