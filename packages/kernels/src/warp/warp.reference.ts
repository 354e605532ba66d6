import { type Crop, everything } from './crop.ts';
import type { Size } from './letterbox.ts';

export interface WarpReferenceArgs {
  /** RGBA, from 0 to 255, row after row. */
  readonly photo: Float64Array;
  readonly photoSize: Size;
  readonly crops: readonly Crop[];
  readonly size: Size;
  readonly averaging: boolean;
  readonly mean: readonly number[];
  readonly scale: readonly number[];
}

/** Crops as `[crops, height, width, 3]`, in float64. */
export function warpReference(args: WarpReferenceArgs): Float64Array {
  const { photo, photoSize, crops, size, averaging, mean, scale } = args;
  const output: number[] = [];
  for (const { map, window, bounds = everything } of crops) {
    const area = Math.abs(map.x[0] * map.y[1] - map.x[1] * map.y[0]);
    const side = averaging ? Math.max(1, Math.sqrt(area)) : 1;
    for (let y = 0; y < size.height; y++) {
      for (let x = 0; x < size.width; x++) {
        const cx = map.x[0] * (x + 0.5) + map.x[1] * (y + 0.5) + map.x[2];
        const cy = map.y[0] * (x + 0.5) + map.y[1] * (y + 0.5) + map.y[2];
        const sum = [0, 0, 0];
        for (let py = Math.floor(cy - side) - 1; py <= cy + side + 1; py++) {
          for (let px = Math.floor(cx - side) - 1; px <= cx + side + 1; px++) {
            // How much of the pixel's own tent, or of the averaged square, falls on this pixel.
            const weight = share(px + 0.5 - cx, side) * share(py + 0.5 - cy, side);
            const sx = Math.min(Math.max(px, bounds[0]), bounds[2] - 1);
            const sy = Math.min(Math.max(py, bounds[1]), bounds[3] - 1);
            const seen = sx >= window[0] && sx < window[2] && sy >= window[1] && sy < window[3];
            if (weight === 0 || !seen) continue;
            for (let c = 0; c < 3; c++) {
              sum[c] += weight * photo[(sy * photoSize.width + sx) * 4 + c];
            }
          }
        }
        for (let c = 0; c < 3; c++) output.push((sum[c] / side ** 2 - mean[c]) * scale[c]);
      }
    }
  }
  return Float64Array.from(output);
}

/** The overlap of a pixel at this distance with an interval of length `side` around 0. */
function share(distance: number, side: number): number {
  const low = Math.max(distance - 0.5, -side / 2);
  const high = Math.min(distance + 0.5, side / 2);
  return Math.max(0, high - low);
}
