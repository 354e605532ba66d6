import type { ChannelAxis } from '../geometry/cells.ts';
import type { Random } from '../testing/random.ts';

export interface BlobsCase {
  readonly name: string;
  readonly height: number;
  readonly width: number;
  readonly fit: 'moments' | 'extent';
  readonly shape: /** Cells at random: many small blobs, or one that is full of holes. */
    | 'noise'
    /** Rectangles and discs. */
    | 'planted'
    /** One cell wide and as long as can be: labels have the longest way to go. */
    | 'spiral'
    /** Rows that meet only in a column at the right edge: as many trees as rows meet late. */
    | 'comb'
    /** Cells that touch at corners. */
    | 'chequers'
    | 'empty'
    | 'full';
  /** Share of the cells above the threshold, for noise. */
  readonly share?: number;
  readonly entries?: number;
  readonly diagonal?: boolean;
  readonly size?: number;
  readonly axis?: ChannelAxis;
  readonly logits?: boolean;
  /** Whether to fold the workgroups into two rows. */
  readonly folded?: boolean;
}

const plain = { height: 23, width: 19, fit: 'extent', shape: 'noise', share: 0.4 } as const;
const moments = { ...plain, fit: 'moments', shape: 'planted' } as const;

export const blobsCases: readonly BlobsCase[] = [
  ...(['noise', 'planted', 'spiral', 'comb', 'chequers', 'empty', 'full'] as const).flatMap(
    (shape) =>
      [true, false].map((diagonal) => ({
        ...plain,
        name: `${shape}, ${diagonal ? 8 : 4} neighbours`,
        shape,
        diagonal,
      })),
  ),
  ...[1, 2, 7, 63, 64, 65].map((width) => ({ ...plain, name: `width ${width}`, width })),
  ...[1, 2, 7, 63, 65].map((height) => ({ ...plain, name: `height ${height}`, height })),
  { ...plain, name: 'one cell', height: 1, width: 1, share: 1 },
  { ...plain, name: 'one cell below', height: 1, width: 1, share: 0 },
  ...[0.2, 0.55, 0.9].map((share) => ({
    ...plain,
    name: `noise of ${share}`,
    share,
    diagonal: false,
  })),
  {
    ...plain,
    name: 'a spiral of 129×127',
    shape: 'spiral',
    height: 129,
    width: 127,
    diagonal: false,
  },
  { ...plain, name: 'a comb of 128×100', shape: 'comb', height: 128, width: 100 },
  { ...plain, name: 'grown extents', size: 1.5 },
  { ...plain, name: 'few entries', entries: 2 },
  { ...plain, name: 'folded workgroups', entries: 33, folded: true },
  { ...plain, name: 'channels first', axis: 'first' },
  { ...plain, name: 'logits', logits: true },
  { ...moments, name: 'moments' },
  { ...moments, name: 'moments, four deviations', size: 4 },
  { ...moments, name: 'moments of noise', shape: 'noise' },
  { ...moments, name: 'moments of a 65×97 map', height: 65, width: 97 },
  { ...moments, name: 'moments of logits', logits: true, axis: 'first' },
];

export function drawBlobs(random: Random): BlobsCase {
  const height = random.integer(1, 50);
  const width = random.integer(1, 50);
  const share = random.pick([0.3, 0.45, 0.6]);
  const diagonal = random.pick([true, false]);
  const fit = random.pick(['moments', 'extent'] as const);
  const name = `${share} of ${height}×${width}, ${diagonal ? 8 : 4} neighbours, ${fit}`;
  return { name, height, width, fit, shape: 'noise', share, diagonal };
}

/** Whether each cell is above the threshold, row by row. */
export function blobCells(
  random: Random,
  { height, width, shape, share = 0.4 }: BlobsCase,
): boolean[] {
  const cells = Array.from({ length: height * width }, () => shape === 'full');
  const each = (is: (x: number, y: number) => boolean) =>
    cells.map((_, i) => is(i % width, Math.floor(i / width)));
  switch (shape) {
    case 'noise':
      return each(() => random.uniform() < share);
    case 'chequers':
      return each((x, y) => (x + y) % 2 === 0);
    case 'comb':
      return each((x, y) => y % 2 === 0 || x === width - 1);
    case 'planted':
      for (let i = 0; i < 6; i++) plant(random, cells, height, width);
      return cells;
    case 'spiral':
      return spiral(cells, height, width);
    default:
      return cells;
  }
}

/** A rectangle or a disc, anywhere. */
function plant(random: Random, cells: boolean[], height: number, width: number): void {
  const [x, y] = [random.integer(0, width - 1), random.integer(0, height - 1)];
  const [rx, ry] = [random.integer(0, 4), random.integer(0, 4)];
  const isDisc = random.pick([true, false]);
  for (let j = Math.max(0, y - ry); j <= Math.min(height - 1, y + ry); j++) {
    for (let i = Math.max(0, x - rx); i <= Math.min(width - 1, x + rx); i++) {
      const distance = ((i - x) / (rx + 0.5)) ** 2 + ((j - y) / (ry + 0.5)) ** 2;
      if (!isDisc || distance <= 1) cells[j * width + i] = true;
    }
  }
}

/** From the last corner inwards, with a cell between the turns. */
function spiral(cells: boolean[], height: number, width: number): boolean[] {
  const inside = (x: number, y: number) => x >= 0 && y >= 0 && x < width && y < height;
  const taken = (x: number, y: number) => inside(x, y) && cells[y * width + x];
  let [x, y, dx, dy] = [width - 1, height - 1, -1, 0];
  for (let turns = 0; turns < 2; ) {
    cells[y * width + x] = true;
    const free = inside(x + dx, y + dy) && !taken(x + dx, y + dy) && !taken(x + 2 * dx, y + 2 * dy);
    if (free) {
      [x, y, turns] = [x + dx, y + dy, 0];
    } else {
      [dx, dy, turns] = [-dy, dx, turns + 1];
    }
  }
  return cells;
}
