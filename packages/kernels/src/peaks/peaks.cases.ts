import type { CellGrid, ChannelAxis } from '../geometry/cells.ts';
import type { Random } from '../testing/random.ts';

export interface PeaksCase {
  readonly name: string;
  readonly height: number;
  readonly width: number;
  readonly entries: number;
  readonly axis?: ChannelAxis;
  /** Channels of sizes. */
  readonly sizes?: 1 | 2 | 4;
  readonly exponential?: boolean;
  readonly offsets?: boolean;
  readonly logits?: boolean;
  /** Keypoints of each peak. */
  readonly points?: number;
  readonly within?: 'box' | 'cells';
  readonly signedExponential?: boolean;
  readonly keypointScale?: number;
  readonly grid?: CellGrid;
  /** Heights are multiples of 1 over this: with few there are plateaus. */
  readonly levels?: number;
  /** Whether to fold the workgroups into two rows. */
  readonly folded?: boolean;
  /** Whether NaN and infinities are among the heights. */
  readonly notFinite?: boolean;
}

const plain = { height: 13, width: 11, entries: 9 } as const;

export const peaksCases: readonly PeaksCase[] = [
  { ...plain, name: 'channels first', axis: 'first' },
  { ...plain, name: 'channels last', axis: 'last' },
  ...[1, 2, 7, 63, 64, 65].map((width) => ({ ...plain, name: `width ${width}`, width })),
  ...[1, 2, 7, 63, 65].map((height) => ({ ...plain, name: `height ${height}`, height })),
  { name: 'one cell', height: 1, width: 1, entries: 1 },
  { ...plain, name: 'as many entries as cells', entries: 143 },
  { ...plain, name: 'one entry', entries: 1 },
  { ...plain, name: 'plateaus', levels: 2 },
  { ...plain, name: 'a plain', levels: 0 },
  { ...plain, name: 'logits', logits: true },
  { ...plain, name: 'NaN and infinities', notFinite: true },
  { ...plain, name: 'folded workgroups', width: 65, entries: 99, folded: true, points: 2 },
  {
    ...{ name: 'as OpenSeeFace has them', height: 56, width: 56, entries: 100 },
    ...{ axis: 'first', sizes: 1, grid: { origin: [0, 0], step: [1 / 56, 1 / 56] } },
  },
  {
    ...{ name: 'as CenterFace has them', height: 40, width: 33, entries: 64, axis: 'first' },
    ...{ sizes: 2, exponential: true, offsets: true, points: 5, within: 'box' },
  },
  {
    ...{ name: 'as DBFace has them', height: 32, width: 32, entries: 64, axis: 'first', sizes: 4 },
    ...{ points: 5, within: 'cells', signedExponential: true, keypointScale: 4 },
  },
  { ...plain, name: 'keypoints in cells', points: 7, within: 'cells' },
];

export function drawPeaks(random: Random): PeaksCase {
  const height = random.integer(1, 40);
  const width = random.integer(1, 40);
  const entries = random.integer(1, Math.min(height * width, 80));
  const axis = random.pick(['first', 'last'] as const);
  const sizes = random.pick([1, 2, 4] as const);
  const offsets = random.pick([true, false]);
  const name = `${entries} of ${height}×${width}, ${sizes} sizes${offsets ? ', offsets' : ''}, channels ${axis}`;
  return { name, height, width, entries, axis, sizes, offsets };
}
