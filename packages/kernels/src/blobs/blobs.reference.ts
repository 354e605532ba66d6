import type { CellGrid } from '../geometry/cells.ts';

export interface BlobsReferenceArgs {
  readonly height: number;
  readonly width: number;
  /** Row by row. */
  readonly heights: ArrayLike<number>;
  readonly threshold: number;
  readonly diagonal: boolean;
  readonly fit: 'moments' | 'extent';
  readonly size: number;
  readonly logits: boolean;
  readonly grid: CellGrid;
}

export interface FoundBlobs {
  /** The first cell of each cell's blob, 2³² - 1 outside. */
  readonly labels: readonly number[];
  /** Those with the highest cells first. */
  readonly boxes: readonly number[];
  readonly scores: readonly number[];
}

/** Blobs by flood filling, in float64. */
export function blobsReference(args: BlobsReferenceArgs): FoundBlobs {
  const { heights, logits } = args;
  const labels = Array.from({ length: heights.length }, () => 2 ** 32 - 1);
  const found: { first: number; cells: number[]; highest: number }[] = [];
  for (let first = 0; first < heights.length; first++) {
    if (labels[first] !== 2 ** 32 - 1 || !(heights[first] > args.threshold)) continue;
    const cells = [first];
    labels[first] = first;
    for (const cell of cells) {
      for (const near of neighbours(args, cell)) {
        if (labels[near] === first || !(heights[near] > args.threshold)) continue;
        labels[near] = first;
        cells.push(near);
      }
    }
    found.push({ first, cells, highest: Math.max(...cells.map((cell) => heights[cell])) });
  }
  found.sort((a, b) => b.highest - a.highest || a.first - b.first);
  return {
    labels,
    boxes: found.flatMap(({ cells }) => boxOf(args, cells)),
    scores: found.map(({ highest }) => (logits ? 1 / (1 + Math.exp(-highest)) : highest)),
  };
}

function neighbours({ height, width, diagonal }: BlobsReferenceArgs, cell: number): number[] {
  const [x, y] = [cell % width, Math.floor(cell / width)];
  const ways = [-1, 0, 1].flatMap((dy) => [-1, 0, 1].map((dx) => [dx, dy]));
  return ways
    .filter(([dx, dy]) => diagonal || dx === 0 || dy === 0)
    .map(([dx, dy]) => [x + dx, y + dy])
    .filter(([i, j]) => i >= 0 && i < width && j >= 0 && j < height)
    .map(([i, j]) => j * width + i);
}

function boxOf(args: BlobsReferenceArgs, cells: readonly number[]): number[] {
  const { width, heights, threshold, fit, size, grid } = args;
  const axes = [
    cells.map((cell) => cell % width),
    cells.map((cell) => Math.floor(cell / width)),
  ].map((places, axis) => {
    const [centre, side] = fit === 'moments' ? moments(places) : extent(places);
    const edge = (sign: number) => {
      return grid.origin[axis] + (centre + (sign * size * side) / 2) * grid.step[axis];
    };
    return [edge(-1), edge(1)];
  });
  return [axes[0][0], axes[1][0], axes[0][1], axes[1][1]];

  /** Centre of mass, and standard deviation of squares around the cells. */
  function moments(places: readonly number[]): [number, number] {
    const weights = cells.map((cell) => heights[cell] - threshold);
    const mass = weights.reduce((sum, weight) => sum + weight, 0);
    const mean = (of: (place: number) => number) =>
      places.reduce((sum, place, i) => sum + weights[i] * of(place), 0) / mass;
    const centre = mean((place) => place);
    return [centre, Math.sqrt(mean((place) => (place - centre) ** 2) + 1 / 12)];
  }
}

function extent(places: readonly number[]): [number, number] {
  const [low, high] = [Math.min(...places), Math.max(...places)];
  return [(low + high) / 2, high - low + 1];
}
