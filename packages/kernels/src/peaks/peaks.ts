import { requireCandidates } from '../box-decode/candidates.ts';
import { shapeMismatch } from '../errors.ts';
import {
  type CellGrid,
  type ChannelAxis,
  cellFields,
  cellParams,
  centredCells,
  rankedMapsOf,
  requireChannels,
  requireEntries,
} from '../geometry/cells.ts';
import { type Dispatch, dispatch } from '../shader/dispatch.ts';
import { linearGrid } from '../shader/grid.ts';
import { defineShader } from '../shader/shader.ts';
import { extend, struct } from '../shader/struct.ts';
import { requireReal, requireSpec } from '../tensor/require.ts';
import { Tensor } from '../tensor/tensor.ts';
import { topK } from '../top-k/top-k.ts';
import boxesSource from './boxes.wgsl';
import findSource from './find.wgsl';
import keypointsSource from './keypoints.wgsl';

export const peakFindShader = defineShader({
  name: 'peaks/find',
  source: findSource,
  params: struct({ height: 'u32', width: 'u32', heat_first: 'u32', heat_cell: 'u32' }),
});

export const peakBoxesShader = defineShader({
  name: 'peaks/boxes',
  source: boxesSource,
  params: struct(
    extend(
      {
        entries: 'u32',
        width: 'u32',
        heat_first: 'u32',
        heat_cell: 'u32',
        offset_x: 'u32',
        offset_y: 'u32',
        offset_cell: 'u32',
        size_cell: 'u32',
        size_0: 'u32',
        size_1: 'u32',
        size_2: 'u32',
        size_3: 'u32',
        offset_scale: 'f32',
        size_x: 'f32',
        size_y: 'f32',
      },
      cellFields,
    ),
  ),
  constants: { CURVE: 0, EXTENT: 0, LOGIT: 0, OFFSETS: 0 },
});

export const peakKeypointsShader = defineShader({
  name: 'peaks/keypoints',
  source: keypointsSource,
  params: struct(
    extend(
      {
        entries: 'u32',
        points: 'u32',
        width: 'u32',
        x_first: 'u32',
        y_first: 'u32',
        channel_step: 'u32',
        cell_step: 'u32',
        scale: 'f32',
      },
      cellFields,
    ),
  ),
  constants: { BOX: 0, CURVE: 0 },
});

/** Heights of cells: a channel of an output. */
export interface HeatMap {
  /** `[channels, height, width]`, or with the channels last; dense, f32 or f16. */
  readonly tensor: Tensor;
  /** 0 unless told. */
  readonly channel?: number | undefined;
}

/** How far peaks lie from their cells. */
export interface PeakOffsets {
  /** Like the heatmap's. */
  readonly tensor: Tensor;
  /** Of x and y. */
  readonly channels: readonly [x: number, y: number];
  /** Cells for 1; one unless told. */
  readonly scale?: number | undefined;
}

/** How large the boxes around peaks are. */
export interface PeakSizes {
  /** Like the heatmap's. */
  readonly tensor: Tensor;
  /**
   * One channel: half the side of a square. Two: width and height. Four: the ways from the peak to the
   * left, top, right and bottom edges.
   */
  readonly channels: readonly number[];
  /** What 1 is, as shares of the input's width and height. */
  readonly unit: readonly [x: number, y: number];
  /** The maps hold logarithms of that; they don't unless told. */
  readonly exponential?: boolean | undefined;
}

/** What else there is at a peak. */
export interface PeakKeypoints {
  /** Like the heatmap's. */
  readonly tensor: Tensor;
  /** Channels of x and y of the first point. */
  readonly channels: readonly [x: number, y: number];
  /** From the channels of a point to those of the next. */
  readonly channelStep: number;
  /** They are counted in shares of the box from its top left corner, or in cells from the peak's cell. */
  readonly within: 'box' | 'cells';
  /** Multiplies what the maps hold; 1 unless told. */
  readonly scale?: number | undefined;
  /**
   * The maps hold logarithms, with the sign of the number, of what is beyond ±e, and a share of e of
   * what is within, as DBFace has it; they don't unless told.
   */
  readonly signedExponential?: boolean | undefined;
  /** `[entries, points, 2]`, dense, f32: x and y as shares of the network's input. */
  readonly output: Tensor;
}

export interface PeaksArgs {
  readonly heat: HeatMap;
  /** Of all maps; `last` unless told. */
  readonly axis?: ChannelAxis | undefined;
  /** Heights are logits of the scores; they are the scores unless told. */
  readonly logits?: boolean | undefined;
  readonly offsets?: PeakOffsets | undefined;
  readonly sizes: PeakSizes;
  readonly keypoints?: PeakKeypoints | undefined;
  /** {@link centredCells} where left out. */
  readonly grid?: CellGrid | undefined;
  /** `[entries, 4]`, dense, f32: left, top, right, bottom as shares of the network's input. */
  readonly boxes: Tensor;
  /** `[entries]`, dense, f32. */
  readonly scores: Tensor;
}

/**
 * Boxes around the peaks of a heatmap of one photo, as CenterNet finds objects (Zhou et al. 2019,
 * "Objects as Points"): cells that none of their eight neighbours is higher than, the highest first. Where
 * there are fewer peaks than entries, the rest have a score of 0.
 *
 * @throws FaceGpuError `shape-mismatch`
 */
export function peaks(args: PeaksArgs): Dispatch[] {
  const { heat, axis = 'last', offsets, sizes, keypoints, boxes, scores } = args;
  const real = requireReal('peaks', heat.tensor);
  const [entries] = scores.shape;
  requireCandidates('peaks', entries, boxes, scores);
  const maps = rankedMapsOf('peaks', 'the heatmap', heat.tensor, axis, 3);
  const count = maps.height * maps.width;
  requireEntries('peaks', entries, maps);
  const mapsFor = (what: string, tensor: Tensor, channels: readonly number[]) => {
    const own = rankedMapsOf('peaks', what, tensor, axis, 3);
    if (tensor.dtype !== real) {
      throw shapeMismatch(
        `peaks: ${what} holds ${tensor.dtype}`,
        `Give it ${real}, as the heatmap.`,
      );
    }
    requireChannels('peaks', what, own, maps, channels);
    return own;
  };
  const { channel = 0 } = heat;
  requireChannels('peaks', 'the heatmap', maps, maps, [channel]);
  const heatParams = { heat_first: channel * maps.channelStride, heat_cell: maps.cellStride };
  const sizeMaps = mapsFor('the sizes', sizes.tensor, sizes.channels);
  const offsetMaps = offsets && mapsFor('the offsets', offsets.tensor, offsets.channels);
  const [size0, size1 = 0, size2 = 0, size3 = 0] = sizes.channels.map(
    (channel) => channel * sizeMaps.channelStride,
  );
  const grid = cellParams(args.grid ?? centredCells(maps));
  const [offsetX, offsetY] = offsets?.channels ?? [0, 0];
  const offsetStride = offsetMaps?.channelStride ?? 0;

  const keys = new Tensor('peak keys', { shape: [1, count], dtype: 'f32', layout: 'dense' });
  const list = { shape: [1, entries], layout: 'dense' } as const;
  const listed = new Tensor('listed keys', { ...list, dtype: 'f32' });
  const cells = new Tensor('listed cells', { ...list, dtype: 'u32' });
  const dispatches = [
    dispatch(peakFindShader, {
      label: 'peaks',
      real,
      params: { height: maps.height, width: maps.width, ...heatParams },
      tensors: { heat: heat.tensor, keys },
      workgroups: linearGrid(count, 64),
    }),
    ...topK({ input: keys, values: listed, indices: cells }),
    dispatch(peakBoxesShader, {
      label: 'peak boxes',
      real,
      constants: {
        CURVE: Number(sizes.exponential ?? false),
        EXTENT: extentOf(sizes.channels),
        LOGIT: Number(args.logits ?? false),
        OFFSETS: Number(offsets !== undefined),
      },
      params: {
        entries,
        width: maps.width,
        ...heatParams,
        offset_x: offsetX * offsetStride,
        offset_y: offsetY * offsetStride,
        offset_cell: offsetMaps?.cellStride ?? 0,
        size_cell: sizeMaps.cellStride,
        size_0: size0,
        size_1: size1,
        size_2: size2,
        size_3: size3,
        offset_scale: offsets?.scale ?? 1,
        size_x: sizes.unit[0],
        size_y: sizes.unit[1],
        ...grid,
      },
      tensors: {
        heat: heat.tensor,
        // Something must be bound, even where there are no offsets.
        offsets: offsets?.tensor ?? heat.tensor,
        sizes: sizes.tensor,
        cells,
        keys: listed,
        boxes,
        scores,
      },
      workgroups: linearGrid(entries, 64),
    }),
  ];
  if (!keypoints) return dispatches;

  const points = keypoints.output.shape[1];
  requireSpec('peaks', 'keypoints', keypoints.output, {
    shape: [entries, points, 2],
    dtype: 'f32',
    layout: 'dense',
  });
  const ends = keypoints.channels.map((channel) => channel + (points - 1) * keypoints.channelStep);
  const wanted = [...keypoints.channels, ...ends];
  const pointMaps = mapsFor('the keypoints', keypoints.tensor, wanted);
  const { channelStride, cellStride } = pointMaps;
  const placed = dispatch(peakKeypointsShader, {
    label: 'peak keypoints',
    real,
    constants: {
      BOX: Number(keypoints.within === 'box'),
      CURVE: Number(keypoints.signedExponential ?? false),
    },
    params: {
      entries,
      points,
      width: maps.width,
      x_first: keypoints.channels[0] * channelStride,
      y_first: keypoints.channels[1] * channelStride,
      channel_step: keypoints.channelStep * channelStride,
      cell_step: cellStride,
      scale: keypoints.scale ?? 1,
      ...grid,
    },
    tensors: { keypoints: keypoints.tensor, cells, boxes, output: keypoints.output },
    workgroups: linearGrid(entries * points, 64),
  });
  return [...dispatches, placed];
}

function extentOf({ length }: readonly number[]): number {
  const extent = [1, 2, 4].indexOf(length);
  if (extent >= 0) return extent;
  throw shapeMismatch(
    `peaks: sizes have ${length} channels`,
    'Give one (half a side), two (width, height) or four (ways to the left, top, right and bottom edges).',
  );
}
