import { elementCount, imageShape, type Shape } from '../tensor/tensor.ts';
import type { ResizeCoordinates, ResizeInterpolation } from './coordinates.ts';

export interface ResizeReferenceArgs {
  readonly interpolation: ResizeInterpolation;
  readonly coordinates: ResizeCoordinates;
  readonly input: Float64Array;
  readonly inputShape: Shape;
  readonly outputShape: Shape;
}

/** The plain loops of a resize, in float64 over row-major arrays. */
export function resizeReference(args: ResizeReferenceArgs): Float64Array {
  const { interpolation, coordinates, input, inputShape, outputShape } = args;
  const [, height, width, channels] = imageShape(inputShape);
  const [batch, outHeight, outWidth] = imageShape(outputShape);
  const taps = interpolation === 'nearest' ? nearestTaps : bilinearTaps;
  const result = new Float64Array(elementCount(outputShape));
  let at = 0;
  for (let n = 0; n < batch; n++) {
    for (let y = 0; y < outHeight; y++) {
      const rows = taps(coordinates, y, height, outHeight);
      for (let x = 0; x < outWidth; x++) {
        const columns = taps(coordinates, x, width, outWidth);
        for (let c = 0; c < channels; c++) {
          for (const row of rows) {
            for (const column of columns) {
              const pixel = (n * height + row.index) * width + column.index;
              result[at] += row.weight * column.weight * input[pixel * channels + c];
            }
          }
          at++;
        }
      }
    }
  }
  return result;
}

interface Tap {
  readonly index: number;
  readonly weight: number;
}

/** Whole numbers up to the division, whose whole part is then exact in float64 too. */
function nearestTaps(
  coordinates: ResizeCoordinates,
  at: number,
  size: number,
  outSize: number,
): Tap[] {
  let index = 0;
  if (coordinates === 'half-pixel') index = Math.floor(((2 * at + 1) * size) / (2 * outSize));
  if (coordinates === 'asymmetric') index = Math.floor((at * size) / outSize);
  if (coordinates === 'align-corners' && outSize > 1) {
    index = Math.floor((2 * at * (size - 1) + outSize - 1) / (2 * (outSize - 1)));
  }
  return [{ index, weight: 1 }];
}

function bilinearTaps(
  coordinates: ResizeCoordinates,
  at: number,
  size: number,
  outSize: number,
): Tap[] {
  let position = 0;
  if (coordinates === 'half-pixel') position = ((at + 0.5) * size) / outSize - 0.5;
  if (coordinates === 'asymmetric') position = (at * size) / outSize;
  if (coordinates === 'align-corners' && outSize > 1) {
    position = (at * (size - 1)) / (outSize - 1);
  }
  const clamped = Math.min(Math.max(position, 0), size - 1);
  const first = Math.floor(clamped);
  const fraction = clamped - first;
  return [
    { index: first, weight: 1 - fraction },
    { index: Math.min(first + 1, size - 1), weight: fraction },
  ];
}
