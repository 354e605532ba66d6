import { elementCount, imageShape, type Shape } from '../tensor/tensor.ts';
import { type GridSampleAttributes, gridSampleShape } from './grid-sample.ts';

export interface GridSampleReferenceArgs extends GridSampleAttributes {
  readonly input: Float64Array;
  readonly inputShape: Shape;
  readonly grid: Float64Array;
  readonly gridShape: Shape;
}

/** Each sample by the formulas, in float64 over row-major arrays. */
export function gridSampleReference(args: GridSampleReferenceArgs): Float64Array {
  const { input, inputShape, grid, gridShape } = args;
  const [, height, width, channels] = imageShape(inputShape);
  const shape = gridSampleShape(inputShape, gridShape);
  const plane = shape[1] * shape[2];
  const result = new Float64Array(elementCount(shape));
  for (let place = 0; place < result.length / channels; place++) {
    const n = Math.floor(place / plane);
    for (const [column, columnWeight] of weights(args, grid[place * 2], width)) {
      for (const [row, rowWeight] of weights(args, grid[place * 2 + 1], height)) {
        for (let c = 0; c < channels; c++) {
          const value = input[((n * height + row) * width + column) * channels + c];
          result[place * channels + c] += rowWeight * columnWeight * value;
        }
      }
    }
  }
  return result;
}

/** Pixels of an axis, and their weights, for a coordinate from -1 to 1. */
function weights(
  { interpolation, padding, alignCorners }: GridSampleAttributes,
  coordinate: number,
  size: number,
): [pixel: number, weight: number][] {
  const [low, high] = alignCorners ? [0, size - 1] : [-0.5, size - 0.5];
  let position = low + ((coordinate + 1) / 2) * (high - low);
  if (interpolation === 'nearest') position = roundToEven(position);
  if (padding === 'reflection') position = mirrored(position, low, high);
  const first = Math.floor(position);
  const reach = { nearest: [0], bilinear: [0, 1], bicubic: [-1, 0, 1, 2] }[interpolation];
  return reach.flatMap((offset): [number, number][] => {
    const t = Math.abs(first + offset - position);
    const near = 1.25 * t ** 3 - 2.25 * t ** 2 + 1;
    const far = -0.75 * (t ** 3 - 5 * t ** 2 + 8 * t - 4);
    const weight = { nearest: 1, bilinear: 1 - t, bicubic: t <= 1 ? near : far }[interpolation];
    const pixel = first + offset;
    if (padding === 'zeros' && (pixel < 0 || pixel >= size)) return [];
    const moved = padding === 'reflection' ? mirrored(pixel, low, high) : pixel;
    return [[Math.min(Math.max(Math.round(moved), 0), size - 1), weight]];
  });
}

function mirrored(x: number, low: number, high: number): number {
  let moved = x;
  if (high <= low) return 0;
  while (moved < low || moved > high) moved = moved < low ? 2 * low - moved : 2 * high - moved;
  return moved;
}

function roundToEven(x: number): number {
  const rounded = Math.round(x);
  return Math.abs(x % 1) === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}
