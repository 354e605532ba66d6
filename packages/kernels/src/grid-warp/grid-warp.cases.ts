import type { Size } from '../geometry/letterbox.ts';
import type { Random } from '../testing/random.ts';

export interface GridWarpCase {
  readonly name: string;
  readonly photo: Size;
  readonly size: Size;
  readonly crops: number;
  readonly rows: number;
  readonly columns: number;
  /** Pixels of the photo to one of the crop, across and down. */
  readonly scale: readonly [x: number, y: number];
  /** In radians. */
  readonly turn?: number;
  /** How far nodes lie from where that puts them, in pixels of the photo. */
  readonly bend?: number;
  /** The second place's share: at random where left out. */
  readonly share?: number;
  /** Added to all places. */
  readonly shift?: number;
  /** Put in the place of one of the first node's numbers. */
  readonly spoilt?: number;
  readonly floatPixels?: boolean;
  /** R, G, B where left out. */
  readonly channels?: 'bgr' | 'grey';
  /** How many crops to cut; all where it is left out. */
  readonly live?: number;
  /** Whether to fold the workgroups into two rows. */
  readonly folded?: boolean;
}

const usual: Omit<GridWarpCase, 'name'> = {
  photo: { width: 37, height: 23 },
  size: { width: 13, height: 11 },
  crops: 2,
  rows: 7,
  columns: 8,
  scale: [1.6, 1.3],
  turn: 0.4,
  bend: 0.3,
};

export const gridWarpCases: readonly GridWarpCase[] = [
  { name: 'bent', ...usual },
  { name: 'the first place alone', ...usual, share: 0 },
  { name: 'the second place alone', ...usual, share: 1 },
  { name: 'shares beyond their ends', ...usual, share: 1.5 },
  { name: 'enlarging', ...usual, scale: [0.3, 0.4] },
  { name: 'shrinking, across more than down', ...usual, scale: [7.4, 1.2] },
  { name: 'one pixel', ...usual, size: { width: 1, height: 1 }, rows: 2, columns: 2 },
  { name: 'one pixel of the photo', ...usual, photo: { width: 1, height: 1 } },
  { name: 'one row', ...usual, size: { width: 65, height: 1 }, rows: 2, columns: 33 },
  { name: 'the smallest grid', ...usual, rows: 2, columns: 2 },
  { name: 'more nodes than pixels', ...usual, rows: 30, columns: 17 },
  { name: 'a chip', ...usual, size: { width: 112, height: 112 }, rows: 57, columns: 57, crops: 1 },
  {
    name: 'more taps than there may be',
    ...usual,
    photo: { width: 301, height: 211 },
    scale: [45, 3.3],
  },
  { name: 'all in one point', ...usual, scale: [0, 0], bend: 0 },
  { name: 'beside the photo', ...usual, shift: 500 },
  { name: 'far beside the photo', ...usual, shift: -1e12 },
  { name: 'no crops', ...usual, crops: 0 },
  { name: 'two of three live', ...usual, crops: 3, live: 2 },
  { name: 'folded workgroups', ...usual, folded: true },
  { name: 'floats', ...usual, floatPixels: true },
  { name: 'blue first', ...usual, channels: 'bgr' },
  { name: 'grey', ...usual, channels: 'grey' },
  ...[Number.NaN, Number.POSITIVE_INFINITY, -1e19].map(
    (spoilt): GridWarpCase => ({ name: `a place of ${spoilt}`, ...usual, spoilt }),
  ),
];

export function drawGridWarp(random: Random): GridWarpCase {
  const side = (least: number, most: number) => random.integer(least, most);
  const photo = { width: side(1, 60), height: side(1, 60) };
  const size = { width: side(1, 20), height: side(1, 20) };
  const scale = [random.uniform(0.2, 5), random.uniform(0.2, 5)] as const;
  const [rows, columns] = [side(2, 12), side(2, 12)];
  const name = `${photo.width}×${photo.height} to ${size.width}×${size.height}, ${rows}×${columns} nodes`;
  const turn = random.uniform(-Math.PI, Math.PI);
  return { name, photo, size, crops: 2, rows, columns, scale, turn, bend: 0.5 };
}
