import { requireCandidates } from '../box-decode/candidates.ts';
import { FaceGpuError, shapeMismatch } from '../errors.ts';
import {
  type CellGrid,
  type ChannelAxis,
  cellFields,
  cellParams,
  centredCells,
  mapsOf,
  requireChannels,
  requireEntries,
} from '../geometry/cells.ts';
import type { HeatMap } from '../peaks/peaks.ts';
import { type Dispatch, dispatch } from '../shader/dispatch.ts';
import { linearGrid } from '../shader/grid.ts';
import { defineShader } from '../shader/shader.ts';
import { extend, struct } from '../shader/struct.ts';
import { requireReal } from '../tensor/require.ts';
import { formatShape, Tensor } from '../tensor/tensor.ts';
import { topK } from '../top-k/top-k.ts';
import boxesSource from './boxes.wgsl';
import labelSource from './label.wgsl';

export const blobLabelShader = defineShader({
  name: 'blobs/label',
  source: labelSource,
  params: struct({
    height: 'u32',
    width: 'u32',
    heat_first: 'u32',
    heat_cell: 'u32',
    rounds: 'u32',
    jumps: 'u32',
    threshold: 'f32',
  }),
  constants: { DIAGONAL: 1 },
});

export const blobBoxesShader = defineShader({
  name: 'blobs/boxes',
  source: boxesSource,
  params: struct(
    extend(
      {
        entries: 'u32',
        height: 'u32',
        width: 'u32',
        heat_first: 'u32',
        heat_cell: 'u32',
        threshold: 'f32',
        size: 'f32',
      },
      cellFields,
    ),
  ),
  constants: { LOGIT: 0, MOMENTS: 0 },
});

/** The most cells of a map, so that the one workgroup that labels them ends within the time of a submit. */
export const mostBlobCells = 1 << 18;

export interface BlobsArgs {
  readonly heat: HeatMap;
  /** `last` unless told. */
  readonly axis?: ChannelAxis | undefined;
  /** Cells higher than this belong to blobs; in logits where the heights are. */
  readonly threshold: number;
  /** Whether cells that touch at a corner are connected; they are unless told. */
  readonly diagonal?: boolean | undefined;
  /**
   * What a box is made of: the weighted moments of the blob's cells, or what they cover.
   */
  readonly fit: 'moments' | 'extent';
  /**
   * Sides of a box: in standard deviations for `moments` (the root of 12 gives a rectangle of equal cells
   * its own size, 4 an ellipse), in what the cells cover for `extent`. The root of 12, and 1, unless told.
   */
  readonly size?: number | undefined;
  /** Heights are logits of the scores; they are the scores unless told. */
  readonly logits?: boolean | undefined;
  /** {@link centredCells} where left out. */
  readonly grid?: CellGrid | undefined;
  /** `[entries, 4]`, dense, f32: left, top, right, bottom as shares of the network's input. */
  readonly boxes: Tensor;
  /** `[entries]`, dense, f32: the highest cell's. */
  readonly scores: Tensor;
  /** `[height · width]`, dense, u32: the first cell of each cell's blob, and 2³² - 1 outside. */
  readonly labels?: Tensor | undefined;
}

/**
 * Boxes around the blobs of a heatmap of one photo: connected cells above a threshold, those with the
 * highest cells first. Where there are fewer blobs than entries, the rest have a score of 0.
 *
 * @throws FaceGpuError `shape-mismatch`, `bad-argument` where a number makes no box
 */
export function blobs(args: BlobsArgs): Dispatch[] {
  const { heat, axis = 'last', threshold, diagonal = true, fit, logits = false } = args;
  const { boxes, scores, size = fit === 'moments' ? Math.sqrt(12) : 1 } = args;
  const { tensor, channel = 0 } = heat;
  const real = requireReal('blobs', tensor);
  const [entries] = scores.shape;
  requireCandidates('blobs', entries, boxes, scores);
  const maps = mapsOf('blobs', 'the heatmap', tensor, axis);
  const { height, width } = maps;
  const count = height * width;
  if (tensor.shape.length !== 3 || count > mostBlobCells) {
    throw shapeMismatch(
      `blobs: the heatmap is ${formatShape(tensor.shape)}`,
      `It must have three axes and ${mostBlobCells} cells at most; drop the batch by a view.`,
    );
  }
  requireChannels('blobs', 'the heatmap', maps, maps, [channel]);
  requireEntries('blobs', entries, maps);
  if (!(Number.isFinite(threshold) && size > 0 && Number.isFinite(size))) {
    throw new FaceGpuError(
      'bad-argument',
      `blobs: the threshold is ${threshold}, the size ${size}`,
      'Give a finite threshold, and a size above 0.',
    );
  }
  const flat = (label: string, dtype: 'f32' | 'u32', ...shape: number[]) =>
    new Tensor(label, { shape, dtype, layout: 'dense' });
  const labels = args.labels ?? flat('blob labels', 'u32', count);
  const best = flat('blob scratch', 'u32', count);
  const keys = flat('blob keys', 'f32', 1, count);
  const listed = flat('listed keys', 'f32', 1, entries);
  const firstCells = flat('listed blobs', 'u32', 1, entries);
  const heatParams = { heat_first: channel * maps.channelStride, heat_cell: maps.cellStride };
  const bits = Math.ceil(Math.log2(Math.max(count, 2)));
  return [
    dispatch(blobLabelShader, {
      label: 'blob labels',
      real,
      constants: { DIAGONAL: Number(diagonal) },
      // The last round finds that nothing changes.
      params: { height, width, ...heatParams, rounds: 2 * bits + 1, jumps: bits, threshold },
      tensors: { heat: tensor, labels, best, keys },
      workgroups: [1, 1, 1],
    }),
    ...topK({ input: keys, values: listed, indices: firstCells }),
    dispatch(blobBoxesShader, {
      label: 'blob boxes',
      real,
      constants: { LOGIT: Number(logits), MOMENTS: Number(fit === 'moments') },
      params: {
        entries,
        height,
        width,
        ...heatParams,
        threshold,
        size,
        ...cellParams(args.grid ?? centredCells(maps)),
      },
      tensors: { heat: tensor, labels, entries: firstCells, keys: listed, boxes, scores },
      workgroups: linearGrid(entries, 1),
    }),
  ];
}
