import type { Size } from '../geometry/letterbox.ts';
import { mostCellTaps, type Variation } from './augment.ts';

export interface AugmentReferenceArgs {
  /** R, G, B, A from 0 to 255, chip after chip. */
  readonly chips: ArrayLike<number>;
  readonly chipSize: Size;
  readonly variations: readonly Variation[];
  readonly size: Size;
}

type Colour = [number, number, number];

/** Images as `[images, height, width, 3]`, in float64. */
export function augmentReference(args: AugmentReferenceArgs): Float64Array {
  const { size, variations } = args;
  const output: number[] = [];
  for (const variation of variations) {
    for (let y = 0; y < size.height; y++) {
      for (let x = 0; x < size.width; x++) output.push(...pixel(args, variation, x + 0.5, y + 0.5));
    }
  }
  return Float64Array.from(output);
}

function pixel(args: AugmentReferenceArgs, variation: Variation, x: number, y: number): Colour {
  const { cell, colours, occluder } = variation;
  const at = (px: number, py: number) => sample(args, variation, px, py);
  const seen = cell > 1 ? blend(x / cell, y / cell, (i, j) => cellMean(at, i, j, cell)) : at(x, y);
  const shown = colours.map(([r, g, b, one]) => r * seen[0] + g * seen[1] + b * seen[2] + one);
  const [left, top, right, bottom] = occluder.edges;
  const isHidden = x > left && y > top && x < right && y < bottom;
  const amount = isHidden ? occluder.colour[3] : 0;
  const hidden = (c: 0 | 1 | 2) => shown[c] * (1 - amount) + occluder.colour[c] * amount;
  return [hidden(0), hidden(1), hidden(2)];
}

function cellMean(
  at: (x: number, y: number) => Colour,
  column: number,
  row: number,
  side: number,
): Colour {
  const taps = Math.min(Math.ceil(side), mostCellTaps);
  const sum: Colour = [0, 0, 0];
  for (let j = 0; j < taps; j++) {
    for (let i = 0; i < taps; i++) {
      const colour = at((column + (i + 0.5) / taps) * side, (row + (j + 0.5) / taps) * side);
      for (const c of [0, 1, 2] as const) sum[c] += colour[c] / taps ** 2;
    }
  }
  return sum;
}

function sample(
  args: AugmentReferenceArgs,
  { chip, map }: Variation,
  x: number,
  y: number,
): Colour {
  const { width, height } = args.chipSize;
  const cx = map.x[0] * x + map.x[1] * y + map.x[2];
  const cy = map.y[0] * x + map.y[1] * y + map.y[2];
  return blend(cx, cy, (i, j) => {
    const column = Math.max(0, Math.min(width - 1, i));
    const row = Math.max(0, Math.min(height - 1, j));
    const index = ((chip * height + row) * width + column) * 4;
    return [args.chips[index], args.chips[index + 1], args.chips[index + 2]];
  });
}

/** Between the centres of four squares of side 1, bilinearly. */
function blend(x: number, y: number, at: (column: number, row: number) => Colour): Colour {
  const [left, top] = [Math.floor(x - 0.5), Math.floor(y - 0.5)];
  const [right, down] = [x - 0.5 - left, y - 0.5 - top];
  const sum: Colour = [0, 0, 0];
  for (const [i, j, weight] of [
    [0, 0, (1 - right) * (1 - down)],
    [1, 0, right * (1 - down)],
    [0, 1, (1 - right) * down],
    [1, 1, right * down],
  ]) {
    const colour = at(left + i, top + j);
    for (const c of [0, 1, 2] as const) sum[c] += weight * colour[c];
  }
  return sum;
}
