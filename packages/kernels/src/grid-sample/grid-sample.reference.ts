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
    for (const across of samplingTaps(args, grid[place * 2], width)) {
      for (const down of samplingTaps(args, grid[place * 2 + 1], height)) {
        for (let c = 0; c < channels; c++) {
          const value = input[((n * height + down.pixel) * width + across.pixel) * channels + c];
          result[place * channels + c] += down.weight * across.weight * value;
        }
      }
    }
  }
  return result;
}

/** A pixel of an axis that a sample is made of. */
export interface SamplingTap {
  readonly pixel: number;
  readonly weight: number;
  /** What the weight grows by as the coordinate does. */
  readonly slope: number;
}

/** The pixels of an axis that the sample at a coordinate from -1 to 1 is made of. */
export function samplingTaps(
  { interpolation, padding, alignCorners }: GridSampleAttributes,
  coordinate: number,
  size: number,
): SamplingTap[] {
  const [low, high] = alignCorners ? [0, size - 1] : [-0.5, size - 0.5];
  let position = low + ((coordinate + 1) / 2) * (high - low);
  let pace = (high - low) / 2;
  if (interpolation === 'nearest') position = roundToEven(position);
  if (padding === 'reflection') {
    const moved = mirrored(position, low, high);
    position = moved.x;
    pace *= moved.direction;
  }
  const first = Math.floor(position);
  const reach = { nearest: [0], bilinear: [0, 1], bicubic: [-1, 0, 1, 2] }[interpolation];
  return reach.flatMap((offset): SamplingTap[] => {
    const pixel = first + offset;
    const t = Math.abs(pixel - position);
    const near = [1.25 * t ** 3 - 2.25 * t ** 2 + 1, 3.75 * t ** 2 - 4.5 * t];
    const far = [-0.75 * (t ** 3 - 5 * t ** 2 + 8 * t - 4), -0.75 * (3 * t ** 2 - 10 * t + 8)];
    const curves = { nearest: [1, 0], bilinear: [1 - t, -1], bicubic: t <= 1 ? near : far };
    const [weight, steepness] = curves[interpolation];
    if (padding === 'zeros' && (pixel < 0 || pixel >= size)) return [];
    const moved = padding === 'reflection' ? mirrored(pixel, low, high).x : pixel;
    return [
      {
        pixel: Math.min(Math.max(Math.round(moved), 0), size - 1),
        weight,
        slope: steepness * (pixel > position ? -pace : pace),
      },
    ];
  });
}

/** A coordinate inside the image, and whether it goes there as the given one does, or against it. */
function mirrored(x: number, low: number, high: number): { x: number; direction: number } {
  let moved = x;
  let direction = 1;
  if (high <= low) return { x: 0, direction };
  while (moved < low || moved > high) {
    moved = moved < low ? 2 * low - moved : 2 * high - moved;
    direction = -direction;
  }
  return { x: moved, direction };
}

function roundToEven(x: number): number {
  const rounded = Math.round(x);
  return Math.abs(x % 1) === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}
