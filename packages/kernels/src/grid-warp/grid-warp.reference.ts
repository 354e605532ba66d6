import { largestCropNumber } from '../geometry/crop.ts';
import type { Size } from '../geometry/letterbox.ts';
import { mostGridTaps } from './grid-warp.ts';

export interface GridWarpReferenceArgs {
  /** RGBA, from 0 to 255, row after row. */
  readonly photo: Float64Array;
  readonly photoSize: Size;
  /** `[crops, rows, columns, 8]`. */
  readonly grid: Float64Array;
  readonly rows: number;
  readonly columns: number;
  readonly size: Size;
  readonly channels: 'rgb' | 'bgr' | 'grey';
  readonly mean: readonly number[];
  readonly scale: readonly number[];
}

type Pair = readonly [x: number, y: number];

/** Crops as `[crops, height, width, channels]`, in float64. */
export function gridWarpReference(args: GridWarpReferenceArgs): Float64Array {
  const { photo, photoSize, grid, rows, columns, size, channels, mean, scale } = args;
  const pixel = (x: number, y: number, c: number): number => {
    const isInside = x >= 0 && y >= 0 && x < photoSize.width && y < photoSize.height;
    return isInside ? photo[4 * (y * photoSize.width + x) + c] : 0;
  };
  const bilinear = ([x, y]: Pair, c: number): number => {
    const [left, top] = [Math.floor(x - 0.5), Math.floor(y - 0.5)];
    const [u, v] = [x - 0.5 - left, y - 0.5 - top];
    return (
      (1 - v) * ((1 - u) * pixel(left, top, c) + u * pixel(left + 1, top, c)) +
      v * ((1 - u) * pixel(left, top + 1, c) + u * pixel(left + 1, top + 1, c))
    );
  };
  const covered = (at: Pair, across: Pair, along: Pair, c: number): number => {
    const taps = ([x, y]: Pair) =>
      Math.max(1, Math.min(mostGridTaps, Math.ceil(Math.hypot(x, y) - 0.01)));
    const [wide, high] = [taps(across), taps(along)];
    let sum = 0;
    for (let j = 0; j < high; j++) {
      for (let i = 0; i < wide; i++) {
        const [u, v] = [(i + 0.5) / wide - 0.5, (j + 0.5) / high - 0.5];
        sum += bilinear(
          [at[0] + u * across[0] + v * along[0], at[1] + u * across[1] + v * along[1]],
          c,
        );
      }
    }
    return sum / (wide * high);
  };
  const nodesPerPixel: Pair = [(columns - 1) / size.width, (rows - 1) / size.height];
  const output: number[] = [];
  for (let n = 0; n < grid.length / (8 * rows * columns); n++) {
    for (let y = 0; y < size.height; y++) {
      for (let x = 0; x < size.width; x++) {
        const [gx, gy] = [(x + 0.5) * nodesPerPixel[0], (y + 0.5) * nodesPerPixel[1]];
        const column = Math.min(Math.floor(gx), columns - 2);
        const row = Math.min(Math.floor(gy), rows - 2);
        const [u, v] = [gx - column, gy - row];
        const node = (r: number, c: number, k: number) =>
          grid[8 * ((n * rows + r) * columns + c) + k];
        const corners = (k: number) => [
          node(row, column, k),
          node(row, column + 1, k),
          node(row + 1, column, k),
          node(row + 1, column + 1, k),
        ];
        const value = (k: number) => {
          const [a, b, c, d] = corners(k);
          return (1 - v) * ((1 - u) * a + u * b) + v * ((1 - u) * c + u * d);
        };
        const across = (k: number) => {
          const [a, b, c, d] = corners(k);
          return ((1 - v) * (b - a) + v * (d - c)) * nodesPerPixel[0];
        };
        const along = (k: number) => {
          const [a, b, c, d] = corners(k);
          return ((1 - u) * (c - a) + u * (d - b)) * nodesPerPixel[1];
        };
        const sampled = (k: number, channel: number) =>
          covered(
            [value(k), value(k + 1)],
            [across(k), across(k + 1)],
            [along(k), along(k + 1)],
            channel,
          );
        const usable = [0, 1, 2, 3].every((k) =>
          corners(k).every((place) => Math.abs(place) < largestCropNumber),
        );
        const share = Math.max(0, Math.min(1, value(4)));
        const [red, green, blue] = [0, 1, 2].map((channel) => {
          if (!usable) return Number.NaN;
          const own = share < 1 ? (1 - share) * sampled(0, channel) : 0;
          return own + (share > 0 ? share * sampled(2, channel) : 0);
        });
        const seen = {
          rgb: [red, green, blue],
          bgr: [blue, green, red],
          grey: [0.299 * red + 0.587 * green + 0.114 * blue],
        }[channels];
        for (const [c, value] of seen.entries()) output.push((value - mean[c]) * scale[c]);
      }
    }
  }
  return Float64Array.from(output);
}
