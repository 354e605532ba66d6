/**
 * Where a pixel of the output lies in the input, along one axis:
 * - `half-pixel`: `(output + 0.5) · in / out - 0.5`; pixels are areas, their centres are mapped;
 * - `align-corners`: `output · (in - 1) / (out - 1)`, 0 for a single pixel; first and last pixels meet;
 * - `asymmetric`: `output · in / out`; the default of TensorFlow.js.
 */
export type ResizeCoordinates = 'align-corners' | 'asymmetric' | 'half-pixel';

export type ResizeInterpolation = 'bilinear' | 'nearest';

/**
 * A position in the input as a fraction of whole numbers: `(output · step + offset) / divisor`. Whole
 * numbers, because in f32 a pixel could end up on the wrong side of its neighbours' border.
 */
export interface AxisMap {
  readonly step: number;
  readonly offset: number;
  readonly divisor: number;
}

/**
 * Maps the output's pixels to positions in the input. For `nearest`, the nearest pixel is the whole
 * part: half a pixel is added where the coordinates call for rounding.
 */
export function axisMap(
  interpolation: ResizeInterpolation,
  coordinates: ResizeCoordinates,
  inSize: number,
  outSize: number,
): AxisMap {
  const nearest = interpolation === 'nearest';
  switch (coordinates) {
    case 'half-pixel':
      return {
        step: 2 * inSize,
        offset: nearest ? inSize : inSize - outSize,
        divisor: 2 * outSize,
      };
    case 'align-corners': {
      const inSteps = Math.max(inSize - 1, 0);
      const outSteps = Math.max(outSize - 1, 1);
      return { step: 2 * inSteps, offset: nearest ? outSteps : 0, divisor: 2 * outSteps };
    }
    case 'asymmetric':
      return { step: inSize, offset: 0, divisor: outSize };
  }
}
