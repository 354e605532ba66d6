import type { CellGrid } from '../geometry/cells.ts';

/** A heatmap, row by row. */
export interface Heatmap {
  readonly height: number;
  readonly width: number;
  at(x: number, y: number): number;
}

/** How the reference refines a point. */
export type ReferenceRefinement =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'offset';
      readonly x: Heatmap;
      readonly y: Heatmap;
      readonly scale: number;
      readonly logit: boolean;
    }
  | { readonly kind: 'softArgmax'; readonly sharpness: number }
  | { readonly kind: 'dark'; readonly sigma: number; readonly radius: number };

/** The point that a heatmap shows, in shares of the input, in float64. */
export function heatmapPointReference(
  map: Heatmap,
  refine: ReferenceRefinement,
  grid: CellGrid,
): [number, number] {
  let [bestX, bestY] = [0, 0];
  for (let y = 0; y < map.height; y++) {
    for (let x = 0; x < map.width; x++) {
      if (Number.isNaN(map.at(x, y))) return [Number.NaN, Number.NaN];
      if (map.at(x, y) > map.at(bestX, bestY)) [bestX, bestY] = [x, y];
    }
  }
  const [x, y] = refined(map, bestX, bestY, refine);
  return [grid.origin[0] + x * grid.step[0], grid.origin[1] + y * grid.step[1]];
}

function refined(map: Heatmap, x: number, y: number, refine: ReferenceRefinement) {
  switch (refine.kind) {
    case 'none':
      return [x, y];
    case 'offset': {
      const offset = ({ at }: Heatmap) => {
        if (!refine.logit) return refine.scale * at(x, y);
        const share = Math.min(Math.max(at(x, y), 1e-7), 1 - 1e-7);
        return refine.scale * Math.log(share / (1 - share));
      };
      return [x + offset(refine.x), y + offset(refine.y)];
    }
    case 'softArgmax':
      return expectation(map, map.at(x, y), refine.sharpness);
    case 'dark':
      return expanded(map, x, y, refine.sigma, refine.radius);
  }
}

function expectation({ height, width, at }: Heatmap, highest: number, sharpness: number) {
  let [sum, sumX, sumY] = [0, 0, 0];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const weight = Math.exp(sharpness * (at(x, y) - highest));
      sum += weight;
      sumX += weight * x;
      sumY += weight * y;
    }
  }
  return [sumX / sum, sumY / sum];
}

/** Newton's step on the logarithm of the smoothed map, by central differences. */
function expanded(map: Heatmap, x: number, y: number, sigma: number, radius: number) {
  const { height, width } = map;
  if (Math.min(x, y, width - 1 - x, height - 1 - y) < 2) return [x, y];
  const at = (dx: number, dy: number) => {
    return Math.log(Math.max(smoothedAt(map, x + dx, y + dy, sigma, radius), 1e-10));
  };
  const slopeX = (at(1, 0) - at(-1, 0)) / 2;
  const slopeY = (at(0, 1) - at(0, -1)) / 2;
  const bendX = (at(2, 0) - 2 * at(0, 0) + at(-2, 0)) / 4;
  const bendY = (at(0, 2) - 2 * at(0, 0) + at(0, -2)) / 4;
  const twist = (at(1, 1) - at(-1, 1) - at(1, -1) + at(-1, -1)) / 4;
  const determinant = bendX * bendY - twist * twist;
  if (!(determinant > 0 && bendX < 0)) return [x, y];
  const step = (way: number) => Math.min(Math.max(way / determinant, -1), 1);
  return [x + step(twist * slopeY - bendY * slopeX), y + step(twist * slopeX - bendX * slopeY)];
}

/** A Gaussian mean, unnormalised; there is nothing beyond the map. */
function smoothedAt(
  { height, width, at }: Heatmap,
  x: number,
  y: number,
  sigma: number,
  radius: number,
): number {
  let sum = 0;
  for (let j = Math.max(0, y - radius); j <= Math.min(height - 1, y + radius); j++) {
    for (let i = Math.max(0, x - radius); i <= Math.min(width - 1, x + radius); i++) {
      sum += at(i, j) * Math.exp(-((i - x) ** 2 + (j - y) ** 2) / (2 * sigma ** 2));
    }
  }
  return sum;
}
