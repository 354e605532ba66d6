import { type Crop, encodeCrop, everything, largestCropNumber } from '../geometry/crop.ts';
import type { Size } from '../geometry/letterbox.ts';
import { mostTaps } from './warp.ts';

export interface WarpReferenceArgs {
  /** RGBA, from 0 to 255, row after row. */
  readonly photo: Float64Array;
  readonly photoSize: Size;
  readonly crops: readonly Crop[];
  readonly size: Size;
  readonly averaging: boolean;
  readonly channels: 'rgb' | 'bgr' | 'grey';
  readonly mean: readonly number[];
  readonly scale: readonly number[];
}

/** Crops as `[crops, height, width, channels]`, in float64. */
export function warpReference(args: WarpReferenceArgs): Float64Array {
  const { photo, photoSize, crops, size, averaging, channels, mean, scale } = args;
  const output: number[] = [];
  for (const crop of crops) {
    const { map, window, bounds = everything } = crop;
    const usable = encodeCrop(crop).every((value) => Math.abs(value) < largestCropNumber);
    const area = Math.abs(map.x[0] * map.y[1] - map.x[1] * map.y[0]);
    const side = averaging ? Math.max(1, Math.sqrt(area)) : 1;
    for (let y = 0; y < size.height; y++) {
      for (let x = 0; x < size.width; x++) {
        const cx = map.x[0] * (x + 0.5) + map.x[1] * (y + 0.5) + map.x[2];
        const cy = map.y[0] * (x + 0.5) + map.y[1] * (y + 0.5) + map.y[2];
        const sum = [0, 0, 0];
        const columns = taps(
          cx,
          side,
          [bounds[0], bounds[2]],
          [window[0], window[2]],
          photoSize.width,
        );
        for (const row of taps(
          cy,
          side,
          [bounds[1], bounds[3]],
          [window[1], window[3]],
          photoSize.height,
        )) {
          for (const column of columns) {
            const index = row.pixel * photoSize.width + column.pixel;
            for (let c = 0; c < 3; c++) sum[c] += row.weight * column.weight * photo[index * 4 + c];
          }
        }
        const [red, green, blue] = sum.map((value) => value / side ** 2);
        const seen = {
          rgb: [red, green, blue],
          bgr: [blue, green, red],
          grey: [0.299 * red + 0.587 * green + 0.114 * blue],
        }[channels];
        for (const [c, value] of seen.entries()) {
          output.push(usable ? (value - mean[c]) * scale[c] : Number.NaN);
        }
      }
    }
  }
  return Float64Array.from(output);
}

type Interval = readonly [low: number, high: number];

/**
 * The pixels along one axis that stand for an interval around a centre, and how much of the interval
 * each stands for: itself, or a block of pixels where there are too many.
 */
function taps(
  centre: number,
  side: number,
  bounds: Interval,
  window: Interval,
  size: number,
): { pixel: number; weight: number }[] {
  const square: Interval = [centre - side / 2, centre + side / 2];
  const edges: Interval = [Math.floor(bounds[0]), Math.floor(bounds[1]) - 1];
  const low = Math.max(0, Math.ceil(window[0]), edges[0]);
  const high = Math.min(size - 1, Math.ceil(window[1]) - 1, edges[1]);
  const first = Math.max(low, Math.min(Math.floor(square[0]), edges[1]));
  const last = Math.min(high, Math.max(Math.ceil(square[1]), edges[0]));
  const step = Math.ceil(side / mostTaps);
  const found: { pixel: number; weight: number }[] = [];
  for (let start = first - (first % step); start <= last; start += step) {
    const [begin, end] = [Math.max(start, low), Math.min(start + step - 1, high)];
    // The pixels at the edges go on for ever.
    const block: Interval = [
      begin === edges[0] ? -Infinity : begin,
      end === edges[1] ? Infinity : end + 1,
    ];
    const weight = Math.min(block[1], square[1]) - Math.max(block[0], square[0]);
    if (weight > 0) found.push({ pixel: Math.floor((begin + end) / 2), weight });
  }
  return found;
}
