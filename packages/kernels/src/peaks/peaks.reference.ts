import type { CellGrid } from '../geometry/cells.ts';

/** The maps at a cell, by the names that the kernel has for them. */
export interface PeakCell {
  readonly heat: number;
  readonly offset: readonly [number, number];
  readonly sizes: readonly number[];
  readonly keypoints: readonly (readonly [number, number])[];
}

export interface PeaksReferenceArgs {
  readonly height: number;
  readonly width: number;
  readonly entries: number;
  at(x: number, y: number): PeakCell;
  readonly grid: CellGrid;
  readonly logits: boolean;
  readonly unit: readonly [number, number];
  readonly exponential: boolean;
  readonly within: 'box' | 'cells';
  readonly signedExponential: boolean;
  readonly keypointScale: number;
}

export interface FoundPeaks {
  readonly boxes: readonly number[];
  readonly scores: readonly number[];
  readonly keypoints: readonly number[];
}

/** Boxes, scores and keypoints of the highest peaks, in float64; the lower cell first of equal ones. */
export function peaksReference(args: PeaksReferenceArgs): FoundPeaks {
  const { height, width, entries, at, grid } = args;
  const found: { x: number; y: number; cell: PeakCell }[] = [];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const cell = at(x, y);
      if (Number.isNaN(cell.heat) || isPeak(args, x, y)) found.push({ x, y, cell });
    }
  }
  const rank = ({ cell: { heat } }: (typeof found)[number]) =>
    Number.isNaN(heat) ? Number.POSITIVE_INFINITY : heat;
  found.sort((a, b) => rank(b) - rank(a) || a.y * width + a.x - (b.y * width + b.x));
  const boxes: number[] = [];
  const scores: number[] = [];
  const keypoints: number[] = [];
  for (const { x, y, cell } of found.slice(0, entries)) {
    const place = (x: number, y: number) => [
      grid.origin[0] + x * grid.step[0],
      grid.origin[1] + y * grid.step[1],
    ];
    const [centreX, centreY] = place(x + cell.offset[0], y + cell.offset[1]);
    const [left, top, right, bottom] = edgesOf(cell.sizes, args.exponential);
    const box = [
      centreX - left * args.unit[0],
      centreY - top * args.unit[1],
      centreX + right * args.unit[0],
      centreY + bottom * args.unit[1],
    ];
    boxes.push(...box);
    scores.push(args.logits ? 1 / (1 + Math.exp(-cell.heat)) : cell.heat);
    for (const point of cell.keypoints) {
      const [wayX, wayY] = point.map((stored) => {
        const value = stored * args.keypointScale;
        return args.signedExponential ? expand(value) : value;
      });
      const inBox = [box[0] + wayX * (box[2] - box[0]), box[1] + wayY * (box[3] - box[1])];
      keypoints.push(...(args.within === 'box' ? inBox : place(x + wayX, y + wayY)));
    }
  }
  return { boxes, scores, keypoints };
}

function isPeak({ height, width, at }: PeaksReferenceArgs, x: number, y: number): boolean {
  const { heat } = at(x, y);
  for (let j = Math.max(0, y - 1); j <= Math.min(height - 1, y + 1); j++) {
    for (let i = Math.max(0, x - 1); i <= Math.min(width - 1, x + 1); i++) {
      if (at(i, j).heat > heat) return false;
    }
  }
  return true;
}

/** Ways from the peak to the left, top, right and bottom edges. */
function edgesOf(stored: readonly number[], exponential: boolean): readonly number[] {
  const sizes = stored.map((size) => (exponential ? Math.exp(size) : size));
  if (sizes.length === 4) return sizes;
  if (sizes.length === 1) return Array.from({ length: 4 }, () => sizes[0]);
  return [sizes[0] / 2, sizes[1] / 2, sizes[0] / 2, sizes[1] / 2];
}

function expand(value: number): number {
  if (Math.abs(value) < 1) return value * Math.E;
  return Math.sign(value) * Math.exp(Math.abs(value));
}
