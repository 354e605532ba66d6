import { elementCount, imageShape, type Shape } from '../tensor/tensor.ts';
import type { ResizeAttributes } from './resize.ts';

export interface ResizeReferenceArgs extends ResizeAttributes {
  readonly input: Float64Array;
  readonly inputShape: Shape;
  readonly outputShape: Shape;
}

/** The sum over all pixels of both axes, each by its weight, in float64 over row-major arrays. */
export function resizeReference(args: ResizeReferenceArgs): Float64Array {
  const { input, inputShape, outputShape, extrapolation = 0 } = args;
  const [, height, width, channels] = imageShape(inputShape);
  const [batch, outHeight, outWidth] = imageShape(outputShape);
  const rowsOf = resizeWeights(args, 0, height, outHeight);
  const columnsOf = resizeWeights(args, 1, width, outWidth);
  const result = new Float64Array(elementCount(outputShape));
  let at = 0;
  for (let n = 0; n < batch; n++) {
    for (const rows of rowsOf) {
      for (const columns of columnsOf) {
        for (let c = 0; c < channels; c++) {
          if (!rows || !columns) result[at] = extrapolation;
          rows?.forEach((rowWeight, row) => {
            columns?.forEach((columnWeight, column) => {
              const pixel = (n * height + row) * width + column;
              result[at] += rowWeight * columnWeight * input[pixel * channels + c];
            });
          });
          at++;
        }
      }
    }
  }
  return result;
}

/**
 * Of each output pixel along an axis the weights of the input pixels that count, or nothing where its
 * position lies outside.
 */
export function resizeWeights(
  args: ResizeAttributes,
  axis: 0 | 1,
  size: number,
  outSize: number,
): readonly (ReadonlyMap<number, number> | undefined)[] {
  return Array.from({ length: outSize }, (_, output) => weights(args, axis, output, size, outSize));
}

function weights(
  args: ResizeAttributes,
  axis: 0 | 1,
  output: number,
  size: number,
  outSize: number,
): ReadonlyMap<number, number> | undefined {
  const { interpolation, coordinates, slope: a = -0.75, excludeOutside, antialias } = args;
  const scale = args.scales?.[axis] ?? outSize / size;
  const { start, end } = args.region?.[axis] ?? { start: 0, end: 1 };
  const middle = ((output + 0.5) * size) / (args.scales ? scale * size : outSize);
  const single = outSize === 1;
  const positions = {
    'align-corners': single ? 0 : (output * (size - 1)) / (outSize - 1),
    asymmetric: (output * size) / (args.scales ? scale * size : outSize),
    crop: single
      ? ((start + end) / 2) * (size - 1)
      : (start + (output / (outSize - 1)) * (end - start)) * (size - 1),
    'half-pixel': middle - 0.5,
    'half-pixel-symmetric': middle - 0.5 + (size - outSize / scale) / 2,
    'pytorch-half-pixel': single ? 0 : middle - 0.5,
    'tf-half-pixel': middle,
  };
  let position = positions[coordinates];
  if (coordinates === 'crop' && (position < 0 || position > size - 1)) return undefined;
  const inside = (pixel: number) => Math.min(Math.max(pixel, 0), size - 1);
  if (interpolation === 'nearest') {
    const fallback = coordinates === 'asymmetric' ? 'floor' : 'halves-up';
    const rounded = {
      ceil: Math.ceil(position),
      floor: Math.floor(position),
      'halves-down': Math.ceil(position - 0.5),
      'halves-up': Math.floor(position + 0.5),
    }[args.rounding ?? fallback];
    return new Map([[inside(rounded), 1]]);
  }
  if (interpolation === 'bilinear' && !(antialias && scale < 1)) position = inside(position);
  const stretch = antialias ? Math.min(1, scale) : 1;
  const found = new Map<number, number>();
  let total = 0;
  for (let pixel = -size - 9; pixel <= 2 * size + 9; pixel++) {
    const t = Math.abs(pixel - position) * stretch;
    const near = (a + 2) * t ** 3 - (a + 3) * t ** 2 + 1;
    const far = a * t ** 3 - 5 * a * t ** 2 + 8 * a * t - 4 * a;
    const bicubic = t <= 1 ? near : t < 2 ? far : 0;
    const weight = interpolation === 'bilinear' ? Math.max(0, 1 - t) : bicubic;
    if (weight === 0 || (excludeOutside && pixel !== inside(pixel))) continue;
    total += weight;
    found.set(inside(pixel), (found.get(inside(pixel)) ?? 0) + weight);
  }
  return new Map([...found].map(([pixel, weight]) => [pixel, weight / total]));
}
