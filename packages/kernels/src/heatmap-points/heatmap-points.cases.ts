import type { CellGrid, ChannelAxis } from '../geometry/cells.ts';
import type { Random } from '../testing/random.ts';
import type { PointRefinement } from './heatmap-points.ts';

export interface HeatmapPointsCase {
  readonly name: string;
  readonly batch: number;
  readonly points: number;
  readonly height: number;
  readonly width: number;
  readonly refine: PointRefinement['kind'];
  readonly axis?: ChannelAxis;
  /** Offsets are logits, this many cells for 1. */
  readonly logitScale?: number;
  /** Channels before those of the points. */
  readonly before?: number;
  /** Channels behind them, where offsets lie as well. */
  readonly together?: boolean;
  /** Heights are multiples of 1 over this, so that several cells are the highest. */
  readonly levels?: number;
  readonly sharpness?: number;
  readonly sigma?: number;
  readonly radius?: number;
  readonly grid?: CellGrid;
  readonly live?: number;
  /** Whether to fold the workgroups into two rows. */
  readonly folded?: boolean;
  /** Whether NaN and infinities are among the heights. */
  readonly notFinite?: boolean;
}

const plain = { batch: 2, points: 3, height: 13, width: 11, refine: 'none' } as const;
const offset = { ...plain, refine: 'offset' } as const;
const soft = { ...plain, refine: 'softArgmax' } as const;
const dark = { ...plain, refine: 'dark' } as const;
/** As OpenSeeFace has it: the centres of the first and last cells lie on the first and last pixels. */
const corners = (height: number, width: number, pixels = 224): CellGrid => ({
  origin: [0, 0],
  step: [(pixels - 1) / (width - 1) / pixels, (pixels - 1) / (height - 1) / pixels],
});

export const heatmapPointsCases: readonly HeatmapPointsCase[] = [
  ...(['none', 'offset', 'softArgmax', 'dark'] as const).flatMap((refine) => [
    ...(['first', 'last'] as const).map((axis) => ({
      ...plain,
      name: `${refine}, channels ${axis}`,
      refine,
      axis,
    })),
    { ...plain, name: `${refine}, of one cell`, refine, height: 1, width: 1 },
    { ...plain, name: `${refine}, of a row`, refine, height: 1, width: 65 },
    { ...plain, name: `${refine}, NaN`, refine, height: 7, width: 9, batch: 1, notFinite: true },
  ]),
  ...[1, 2, 7, 63, 64, 65, 257].map((width) => ({ ...plain, name: `width ${width}`, width })),
  ...[1, 2, 7, 63, 64, 65].map((height) => ({ ...plain, name: `height ${height}`, height })),
  ...[1, 98].map((points) => ({ ...plain, name: `${points} points`, points, height: 7 })),
  { ...plain, name: 'no photos', batch: 0 },
  { ...plain, name: '2 of 5 live', batch: 5, live: 2 },
  { ...plain, name: 'folded workgroups', batch: 7, folded: true },
  { ...plain, name: 'several highest cells', levels: 3 },
  { ...plain, name: 'all cells alike', levels: 0 },
  { ...plain, name: 'behind other channels', before: 3, axis: 'first' },
  { ...plain, name: 'behind other channels, channels last', before: 3 },
  { ...plain, name: 'another grid', grid: corners(13, 11) },
  { ...offset, name: 'offsets in the same tensor', together: true },
  {
    ...offset,
    name: 'as OpenSeeFace has them',
    ...{ batch: 1, points: 66, height: 28, width: 28, together: true, axis: 'first' },
    ...{ logitScale: 27 / 16, grid: corners(28, 28) },
  },
  { ...offset, name: 'logits, channels last', logitScale: 1 },
  { ...soft, name: 'a sharp softmax', sharpness: 20 },
  { ...soft, name: 'a softmax of nothing', sharpness: 0 },
  { ...soft, name: 'a softmax of 65×63 cells', height: 65, width: 63, points: 1, sharpness: 5 },
  { ...dark, name: 'smoothed little', sigma: 0.75, radius: 2 },
  { ...dark, name: 'smoothed far', sigma: 3, radius: 9 },
  { ...dark, name: 'not smoothed', radius: 0 },
  { ...dark, name: 'of four rows, all near an edge', height: 4 },
  { ...dark, name: 'of 64×48 cells', height: 64, width: 48, points: 1, batch: 1 },
];

export function drawHeatmapPoints(random: Random): HeatmapPointsCase {
  const batch = random.integer(1, 4);
  const points = random.integer(1, 20);
  const height = random.integer(1, 40);
  const width = random.integer(1, 40);
  const refine = random.pick(['none', 'offset', 'softArgmax', 'dark'] as const);
  const axis = random.pick(['first', 'last'] as const);
  const name = `${batch}×${points} of ${height}×${width}, ${refine}, channels ${axis}`;
  return { name, batch, points, height, width, refine, axis };
}
